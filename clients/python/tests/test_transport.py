"""Which answers are asked for again, and which are not. The pool is a fake: it answers what it was told."""

import unittest

from commonwatt import Key
from commonwatt.transport import Transport
from test_signing import SECRET


class Answer:
    def __init__(self, status, data=b"{}", **headers):
        self.status = status
        self.data = data
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


class FakePool:
    def __init__(self, *answers):
        self.answers = list(answers)
        self.sent = []

    def request(self, method, url, body=None, headers=None, **_):
        self.sent.append((method, url, body, headers))
        return self.answers.pop(0)


class TransportTest(unittest.TestCase):
    def setUp(self):
        self.pauses = []

    def status(self, pool, key=None):
        transport = Transport(pool, key, self.pauses.append)
        return transport.request("POST", "http://h/v1/orders?a=b", body="{}").status

    def test_what_was_not_tried_is_sent_again_after_the_pause_that_is_asked_for(self):
        pool = FakePool(Answer(503, b'{"code":"OVERLOADED"}', Retry_After="2"), Answer(201))
        self.assertEqual(201, self.status(pool))
        self.assertEqual(1, len(self.pauses))
        self.assertTrue(2.0 <= self.pauses[0] <= 2.5, self.pauses)

    def test_it_is_sent_six_times_at_most(self):
        pool = FakePool(*[Answer(429) for _ in range(9)])
        self.assertEqual(429, self.status(pool))
        self.assertEqual(6, len(pool.sent))

    def test_what_may_have_been_done_is_not_sent_again(self):
        pool = FakePool(Answer(503, b'{"code":"OUTCOME_UNKNOWN"}'))
        self.assertEqual(503, self.status(pool))
        self.assertEqual([], self.pauses)

    def test_a_refusal_is_not_sent_again(self):
        for status in (400, 404, 409, 422, 500):
            self.assertEqual(status, self.status(FakePool(Answer(status))))

    def test_a_prefix_is_learned_once_and_the_request_signed_again(self):
        pool = FakePool(Answer(401, Commonwatt_Nonce_Prefix="p1"), Answer(401, Commonwatt_Nonce_Prefix="p1"))
        self.assertEqual(401, self.status(pool, Key(f"k.{SECRET}")))
        first, second = (headers["Authorization"] for _, _, _, headers in pool.sent)
        self.assertIn("nonce=unknown-", first)
        self.assertIn("nonce=p1-", second)


if __name__ == "__main__":
    unittest.main()
