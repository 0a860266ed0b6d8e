// One thing: the trials of judge and split, and how the promised figures follow from them.
import { kolmogorovSf } from '@plimsoll/stats'
import { playRollout } from '../../packages/router/simulate/traffic.ts'
import type { Run, Scenario } from '../../packages/router/simulate/traffic.ts'
import { percent, quantile, rateFigure, rateOf, table } from '../rate.ts'
import type { Figure } from '../report.ts'
import type { Results, Simulation, Trial } from '../simulation.ts'
import { besideTable, besideTrials } from './beside-judges.ts'
import { routerSimulationGates } from './gates.ts'
import { playSplit } from './split-run.ts'
import type { SplitRun } from './split-run.ts'

/** A rollout to play, and the seconds to tell of it. */
interface Rollout extends Trial<Run> {
  readonly scenario: Scenario
}

const common = { falseRollback: 0.01, rps: 100, base: 0.005 }
const day = 86_400
const bursty = (count: number) => ({ count, burst: 10, report: true })
const once = (count: number) => ({ count, burst: 1, report: true })
const eight = (bad: 'one' | 'all') => ({ count: 8, bad })

/** Harmless candidates under everything at once: the rows of the gate. */
const restless = {
  ...common,
  weight: 10,
  ratio: 1,
  toleratedRatio: 1,
  seconds: day,
  incidents: true,
  restless: true,
  signals: eight('all'),
}
const promised: readonly Rollout[] = [
  harmless({ ...restless, name: 'all at once, no units' }),
  harmless({ ...restless, name: 'all at once, 1 000 units', units: bursty(1_000) }),
  harmless({ ...restless, name: 'all at once, 10 000 units', units: bursty(10_000) }),
  harmless({ ...restless, name: 'all at once, 1 000 000 units', units: bursty(1_000_000) }),
]

/** Harmless candidates, one thing at a time. */
const calm = { ...common, weight: 10, ratio: 1, toleratedRatio: 1, seconds: day }
const simpler: readonly Rollout[] = [
  harmless({ ...calm, name: 'equal' }, 0.5),
  harmless({ ...calm, name: 'equal, weight 50%', weight: 50 }, 0.5),
  harmless({ ...calm, name: 'at the tolerated ratio', ratio: 1.1, toleratedRatio: 1.1 }, 0.5),
  harmless({ ...calm, name: 'equal, as shipped (tolerated 1.1)', toleratedRatio: 1.1 }, 0.5),
  harmless({ ...calm, name: 'shared incidents 8x', incidents: true }, 0.2),
  harmless({ ...calm, name: 'sticky bursts of 10, 10 000 units', units: bursty(10_000) }, 0.2),
]
/** What happens where the promise does not hold: repeats of a unit told as requests of their own. */
const broken = harmless(
  {
    ...calm,
    name: 'repeats of a unit as independent requests, 1 h',
    seconds: 3_600,
    units: { ...bursty(10_000), report: false },
  },
  0.02,
)

const plain = { ...common, weight: 10, toleratedRatio: 1, seconds: 7_200, restartEvery: Infinity }
const shipped = { ...common, weight: 10, toleratedRatio: 1.1, seconds: 7_200, signals: eight('one') }
const single = { ...common, weight: 10, toleratedRatio: 1.1, seconds: 7_200 }
const harmful = {
  outage10: worse({ ...single, name: 'outage', ratio: 200 }),
  outage50: worse({ ...single, name: 'outage, weight 50%', ratio: 200, weight: 50 }),
  plain10x: worse({ ...plain, name: '10x, tolerated 1, no restart', ratio: 10 }),
  plain4x: worse({ ...plain, name: '4x, tolerated 1, no restart', ratio: 4 }),
  plain2x: worse({ ...plain, name: '2x, tolerated 1, no restart', ratio: 2 }),
  single10x: worse({ ...single, name: '10x, as shipped, one signal', ratio: 10 }),
  single4x: worse({ ...single, name: '4x, as shipped, one signal', ratio: 4 }),
  single2x: worse({ ...single, name: '2x, as shipped, one signal', ratio: 2 }),
  shipped10x: worse({ ...shipped, name: '10x, as shipped, 8 signals', ratio: 10 }),
  shipped4x: worse({ ...shipped, name: '4x, as shipped, 8 signals', ratio: 4 }),
  shipped2x: worse({ ...shipped, name: '2x, as shipped, 8 signals', ratio: 2 }),
  late: worse({ ...single, name: '10x after 10 good minutes', ratio: 10, onset: 600 }),
  late1m: worse({
    ...single,
    name: '10x after 10 good minutes, 1 000 000 units',
    ratio: 10,
    onset: 600,
    units: once(1_000_000),
  }),
  late10k: worse({
    ...single,
    name: '10x after 10 good minutes, 10 000 units',
    ratio: 10,
    onset: 600,
    units: once(10_000),
  }),
  late1k: worse({
    ...single,
    name: '10x after 10 good minutes, 1 000 units',
    ratio: 10,
    onset: 600,
    units: once(1_000),
  }),
} as const

const split: Trial<SplitRun> = { name: 'split', runs: () => 100, play: playSplit }

/** How often the judge rolls back what is harmless, how fast it finds what is not, and how even the split is. */
export const routerSimulation: Simulation<typeof routerSimulationGates> = {
  gates: routerSimulationGates,
  base: 10_000,
  trials: [...promised, ...simpler, broken, ...Object.values(harmful), ...besideTrials, split],
  report(results) {
    const worst = promised
      .map((trial) => ({ name: trial.scenario.name, rate: falseRate(results, trial) }))
      .reduce((a, b) => (b.rate.upper > a.rate.upper ? b : a))
    const seconds = (trial: Rollout): Figure => ({
      measured: quantile(delays(results, trial), 0.5),
      shown: `${quantile(delays(results, trial), 0.5).toFixed(1)} s`,
      why: 'evidence is gathered from bad events alone, one weight for twelve ratios and every start',
    })
    const bad = (trial: Rollout, share: number): Figure => {
      const measured = quantile(
        results.of(trial).map((run) => run.candidateBad),
        share,
      )
      return { measured, shown: String(measured) }
    }
    const splits = results.of(split)
    const fit = uniformity(splits.map(({ p }) => p))
    const moved = splits.reduce((sum, { movedBack }) => sum + movedBack, 0)
    return {
      figures: {
        falseRollback: rateFigure(worst.rate, routerSimulationGates.falseRollback, worst.name),
        wrongPromotion: { notBuilt: 'this version promotes nothing by itself' },
        outageMedian10: bad(harmful.outage10, 0.5),
        outageTail10: bad(harmful.outage10, 0.99),
        outageMedian50: bad(harmful.outage50, 0.5),
        outageTail50: bad(harmful.outage50, 0.99),
        plain10x: seconds(harmful.plain10x),
        plain4x: seconds(harmful.plain4x),
        plain2x: seconds(harmful.plain2x),
        shipped10x: seconds(harmful.shipped10x),
        shipped4x: seconds(harmful.shipped4x),
        shipped2x: seconds(harmful.shipped2x),
        late: seconds(harmful.late),
        late10k: seconds(harmful.late10k),
        late1k: seconds(harmful.late1k),
        latency: { notBuilt: 'this version compares errors and losses, not latencies' },
        replicas: { notBuilt: 'each replica of this version decides by its own events' },
        splitError: {
          measured: fit,
          shown: `${fit.toFixed(3)} (smallest of ${splits.length} p-values ${Math.min(...splits.map(({ p }) => p)).toFixed(4)})`,
          why: 'the hash does not spread these units evenly',
        },
        movedBack: { measured: moved, shown: String(moved) },
      },
      tables: [
        `### Harmless candidates\n\n${table(
          ['24 h, looked at after every bad event', 'rolled back', 'runs', 'upper 99% bound'],
          [...promised, ...simpler, broken].map((trial) => {
            const { hits, runs, upper } = falseRate(results, trial)
            return [trial.scenario.name, percent(hits / runs), String(runs), percent(upper)]
          }),
        )}`,
        `### Harmful candidates\n\n${table(
          ['', 'found in 2 h', 'seconds, median', 'p99', 'bad answers of the candidate, median', 'p99'],
          Object.values(harmful).map((trial) => harmfulLine(results, trial)),
        )}`,
        `### Beside the rules of canary tools\n\n${besideTable(results)}`,
      ],
      simulated: `100 requests per second, a base rate of 0.5% and a false rollback chance of 1%, weight 10% unless said. The generator draws bad events, which is all the judge is
told of. **All at once** is a shared rate with a daily wave, minute-to-minute noise (AR(1)) and incidents of 8x for 3 of every 20 minutes; eight signals of
equal weight, half of all bad events on two of them; with units, Zipf(1) and each bad event the start of a burst of 10. The candidate is then exactly as good as
stable and the tolerated ratio 1: the hardest case that the promise covers. The row with repeats breaks what the promise assumes and shows that the simulation can fail.
**Harmful** candidates go wrong more often from the start or after 10 good minutes; with 8 signals the harm is on one of them, whose weight is an eighth.
Detection is timed over a tenth of the runs. **The split** is counted for 100 salts, 100 000 units each, in the five parts that weights 1, 5, 25 and 50% make;
the 100 p-values of chi-square must look uniform (Kolmogorov).

**Beside the rules of canary tools**: the same half hours of single requests under every rule, from the start of the rollout, on a tenth of the runs. The rules are written
anew from the tools' documents, not taken from their code: Flagger and Argo Rollouts look at the candidate's success rate of each minute, Kayenta compares ten one-minute error
rates by Mann-Whitney with a tolerance of a quarter, the z-test looks at all counts each minute as if once.`,
    }
  },
}

function harmless(scenario: Scenario, share = 1): Rollout {
  return rollout(scenario, share)
}

function worse(scenario: Scenario): Rollout {
  return rollout(scenario, 0.1)
}

function rollout(scenario: Scenario, share: number): Rollout {
  return {
    name: scenario.name,
    scenario,
    runs: (base) => Math.ceil(base * share),
    play: (seed) => playRollout(scenario, seed),
  }
}

function falseRate(results: Results, trial: Rollout): ReturnType<typeof rateOf> {
  return rateOf(results.of(trial).map((run) => run.rolledBackAfter !== undefined))
}

function delays(results: Results, trial: Rollout): readonly number[] {
  return results.of(trial).map((run) => run.rolledBackAfter ?? Infinity)
}

function harmfulLine(results: Results, trial: Rollout): string[] {
  const runs = results.of(trial)
  const found = runs.filter((run) => run.rolledBackAfter !== undefined).length
  const bad = runs.map((run) => run.candidateBad)
  return [
    trial.scenario.name,
    percent(found / runs.length),
    quantile(delays(results, trial), 0.5).toFixed(1),
    quantile(delays(results, trial), 0.99).toFixed(1),
    String(quantile(bad, 0.5)),
    String(quantile(bad, 0.99)),
  ]
}

/** The p-value that a sample is uniform over [0, 1], by Kolmogorov's distance. */
function uniformity(sample: readonly number[]): number {
  const n = sample.length
  const distance = sample
    .toSorted((a, b) => a - b)
    .reduce((most, p, i) => Math.max(most, (i + 1) / n - p, p - i / n), 0)
  // Stephens' correction for small samples.
  return kolmogorovSf((Math.sqrt(n) + 0.12 + 0.11 / Math.sqrt(n)) * distance)
}
