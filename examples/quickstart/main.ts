// A digit reader in production, in three acts: drift, an outage, a bad release.
// Run it with `npm start` at the root, or `node examples/quickstart/main.ts`.
import { breakDown, outage, script } from './acts/outage.ts'
import { remember, scaleTwice, tryRelease } from './acts/release.ts'
import { replay } from './acts/replay.ts'
import { readProduction, readReference } from './digits.ts'
import { loadReader } from './models.ts'
import { checkPromises } from './promises.ts'
import { writePage } from './report/page.ts'
import {
  chunkTable,
  clip,
  outageLines,
  progress,
  promiseLines,
  releaseLines,
  say,
  title,
} from './report/terminal.ts'
import { driftRule, makeBaselines, serve } from './serve.ts'

const started = performance.now()
const [reference, chunks] = await Promise.all([readReference(), readProduction()])
const [v1, v2] = await Promise.all([loadReader('digits-v1'), loadReader('digits-v2')])
const baselines = await makeBaselines(reference.all, v2.read)
const images = chunks.flatMap((chunk) => chunk.digits)
const clean = chunks.filter((chunk) => chunk.expect === 'quiet').flatMap((chunk) => chunk.digits)

// Act 1: drift.
const predict = serve(v2.read, v1.read, baselines)
say(title('The guard'), clip(String(predict.explain())))
const repeated = chunks.reduce((sum, { digits }) => sum + Math.floor(digits.length / 10), 0)
say(title('Act 1: the images change'))
const replaying = progress('replay', images.length + repeated)
const results = await replay(predict, chunks, (chunk) => replaying.step(`${chunk.name} ${chunk.what}`))
await predict.drain()
replaying.done()
say(
  ...chunkTable(results),
  `  A verdict needs ${driftRule.minRows} images; a false alarm within a million has a chance of 1%. Pixels are named by index.`,
)

// Act 2: an outage.
const { model, spare, at } = breakDown(v2.read, v1.read)
const shaken = serve(model, spare, baselines)
say(title('Act 2: the model breaks down'))
const failing = progress('outage', script.calls)
const down = await outage(shaken, at, clean, () => failing.step(''))
await shaken.drain()
failing.done()
say(...outageLines(down))

// Act 3: a release with a bug, and the same release without it.
const documents = [...clean, ...reference.heldOut]
const salt = 'release 1'
say(title('Act 3: a release goes wrong'))
const releasing = progress('release', 2 * documents.length)
const skewed = await tryRelease(v2.read, scaleTwice(v2.read), documents, salt, () => releasing.step('skewed'))
const control = await tryRelease(v2.read, v2.read, documents, salt, () => releasing.step('control'))
releasing.done()
say(...releaseLines(skewed, control))
const runs = 100
const controlling = progress('more controls', runs * documents.length)
const fast = remember(v2.read)
let takenBack = 0
for (let run = 0; run < runs; run++) {
  const result = await tryRelease(fast, fast, documents, `control ${run}`, () =>
    controlling.step(`split ${run}`),
  )
  if (result.rollback !== undefined) takenBack++
}
controlling.done()
await Promise.all([v1.dispose(), v2.dispose()])

// What was promised, and whether it happened.
const acts = { chunks: results, outage: down, skewed, control, controls: { runs, takenBack } }
const checks = checkPromises(acts)
say(title('What this run promised'), ...promiseLines(checks))
const page = await writePage(acts, checks, baselines)
const broken = checks.filter((check) => !check.kept).length
say(
  '',
  `Report: ${page}`,
  `${checks.length - broken} of ${checks.length} promises kept, ${((performance.now() - started) / 1000).toFixed(1)} s.`,
)
process.exitCode = broken === 0 ? 0 : 1
