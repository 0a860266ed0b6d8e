// One thing: the trials of retries and breakers, and how the promised figures follow from them.
import { compose } from '@plimsoll/core'
import type { Stage } from '@plimsoll/core'
import { createFakeClock } from '@plimsoll/core/testing'
import type { FakeClock } from '@plimsoll/core/testing'
import { breaker, retry } from '@plimsoll/resilience'
import { createRandom } from '@plimsoll/stats'
import { quantile, table } from '../rate.ts'
import type { Results, Simulation, Trial } from '../simulation.ts'
import { resilienceSimulationGates } from './gates.ts'

/** What became of the requests of one run. */
interface Run {
  readonly requests: number
  readonly attempts: number
  /** Milliseconds from the backend's return to the first answer; 0 where it never returns. */
  readonly backAfter: number
  readonly timersLeft: number
}

type Stages = (clock: FakeClock, random: () => number) => Stage<number, number>[]

const perSecond = 100
const downFor = 60_000
const upFor = 30_000

const protections: readonly { readonly name: string; readonly stages: Stages }[] = [
  { name: 'nothing', stages: () => [] },
  { name: 'retry, as shipped', stages: (clock, random) => [retry({ clock, random })] },
  { name: 'retry, 4 attempts', stages: (clock, random) => [retry({ attempts: 4, clock, random })] },
  {
    name: 'retry, 4 attempts, budget 1 (all retried)',
    stages: (clock, random) => [retry({ attempts: 4, budget: 1, clock, random })],
  },
  { name: 'breaker, as shipped', stages: (clock) => [breaker({ clock })] },
  {
    name: 'retry and breaker, as shipped',
    stages: (clock, random) => [retry({ clock, random }), breaker({ clock })],
  },
]
const trials: readonly Trial<Run>[] = protections.map(({ name, stages }) => ({
  name,
  runs: (base) => base,
  play: (seed) => playOutage(seed, stages),
}))
/** Those whose promise it is that attempts stay few, whatever else protects the backend. */
const promised = ['retry, as shipped', 'retry, 4 attempts']

/** How much an outage is multiplied, and how soon callers get answers again. */
export const resilienceSimulation: Simulation<typeof resilienceSimulationGates> = {
  gates: resilienceSimulationGates,
  base: 40,
  trials,
  report(results) {
    const noLimit = { notBuilt: 'this version has no adaptive limit: nothing sheds load' }
    const worst = trials
      .filter(({ name }) => promised.includes(name))
      .map((trial) => ({ name: trial.name, most: Math.max(...perRequest(results, trial)) }))
      .reduce((a, b) => (b.most > a.most ? b : a))
    return {
      figures: {
        goodput: noLimit,
        critical: noLimit,
        tail: noLimit,
        attempts: {
          measured: worst.most,
          shown: `${worst.most.toFixed(4)} (the most of ${results.of(trials[0] as Trial<Run>).length} runs; ${worst.name})`,
          why: 'the budget grants three retries per 10 s whatever the load, on top of its tenth of the calls',
        },
        recovery: noLimit,
        late: {
          notBuilt: 'delivery after the deadline is held by tests of the runner; queues are not built',
        },
      },
      tables: [
        `### A backend that is down for ${downFor / 1_000} s\n\n${table(
          [
            '',
            'attempts per request, median',
            'most',
            'attempts that failed, per second',
            'back after, median s',
            'timers left',
          ],
          trials.map((trial) => outageLine(results, trial)),
        )}`,
      ],
      simulated: `Poisson arrivals of ${perSecond} requests per second, each under a deadline of 1 s, on a fake clock, through \`compose\` and the stages themselves. The backend fails at once for
${downFor / 1_000} s and then answers for ${upFor / 1_000} s; attempts per request are those of the outage. **Back after** is the time from the backend's return to the first answer that a caller gets. The row with a budget of 1 shows what
retries do without one.`,
    }
  },
}

async function playOutage(seed: string, stages: Stages): Promise<Run> {
  const random = createRandom(seed)
  const clock = createFakeClock()
  let attempts = 0
  let firstAnswer = Infinity
  const target = async (): Promise<number> => {
    if (clock.now() < downFor) {
      attempts++
      throw new Error('down')
    }
    return 1
  }
  const predict = compose(target, stages(clock, random.fork('jitter').next), { clock, deadline: 1_000 })
  let requests = 0
  for (;;) {
    const wait = (-Math.log(1 - random.next()) * 1_000) / perSecond
    if (clock.now() + wait >= downFor + upFor) break
    await clock.advance(wait)
    if (clock.now() < downFor) requests++
    predict(0).then(
      () => {
        firstAnswer = Math.min(firstAnswer, clock.now())
      },
      () => undefined,
    )
  }
  await clock.advance(2_000)
  await predict.drain()
  return { requests, attempts, backAfter: firstAnswer - downFor, timersLeft: clock.pending }
}

function perRequest(results: Results, trial: Trial<Run>): readonly number[] {
  return results.of(trial).map(({ attempts, requests }) => attempts / requests)
}

function outageLine(results: Results, trial: Trial<Run>): string[] {
  const runs = results.of(trial)
  const rates = perRequest(results, trial)
  const failed = runs.map(({ attempts }) => (attempts * 1_000) / downFor)
  const back = runs.map(({ backAfter }) => backAfter / 1_000)
  return [
    trial.name,
    quantile(rates, 0.5).toFixed(3),
    Math.max(...rates).toFixed(3),
    quantile(failed, 0.5).toFixed(1),
    quantile(back, 0.5).toFixed(2),
    String(runs.reduce((sum, { timersLeft }) => sum + timersLeft, 0)),
  ]
}
