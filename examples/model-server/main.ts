// A guard around a `fetch` to a model server that slows, fails, hangs and recovers.
// Run it with `node examples/model-server/main.ts`.
import { say, table, tell, title } from '../promises.ts'
import { play } from './acts.ts'
import { startModelServer } from './model-server.ts'
import { checkPromises, sourcesOf } from './promises.ts'

const server = await startModelServer()
// `BREAK_PROMISES=1` leaves the server down for ever, to show that promises can be broken.
const result = await play(server, process.env['BREAK_PROMISES'] !== '1')
await server.close()

say(title('The guard'), result.explained, title('What happened'))
say(
  ...table(
    Object.values(result.acts).map(({ name, calls, asked, breaker }) => {
      const sources = sourcesOf(calls)
      const count = (source: string): number => sources.filter((given) => given === source).length
      return {
        act: name,
        calls: calls.length,
        live: count('live'),
        cache: count('cache'),
        stale: count('stale'),
        rule: count('fallback'),
        refused: count('refused'),
        asked,
        breaker,
      }
    }),
  ),
)
tell(checkPromises(result, server))
