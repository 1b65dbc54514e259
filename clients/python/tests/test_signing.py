"""What is signed, and what a login looks like.."""

import unittest

from commonwatt import Key

SECRET = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"


class SigningTest(unittest.TestCase):
    def test_a_login_is_an_id_a_dot_and_a_secret(self):
        self.assertEqual("k.one", Key(f"k.one.{SECRET}").id)
        for text in ("", "k", f"k{SECRET}", "k.short", f".{SECRET}", f"k.{SECRET}!", f"-k.{SECRET}"):
            with self.assertRaises(ValueError, msg=text):
                Key(text)

    def test_the_secret_is_never_shown(self):
        self.assertNotIn(SECRET, repr(Key(f"k.{SECRET}")))

    def test_no_two_signatures_are_alike(self):
        key = Key(f"k.{SECRET}", clock=lambda: 1_700_000_000)
        self.assertNotEqual(key.authorization("GET", "/", b""), key.authorization("GET", "/", b""))

    def test_the_nonce_begins_as_the_market_asks(self):
        key = Key(f"k.{SECRET}", clock=lambda: 1_700_000_000)
        key.learn("abc")
        self.assertIn("time=1700000000000, nonce=abc-", key.authorization("GET", "/", b""))


if __name__ == "__main__":
    unittest.main()
