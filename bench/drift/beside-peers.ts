// One thing: our detector beside those of the literature, at their defaults and at one false alarm per 1e6.
import { quantile, table } from '../rate.ts'
import type { Results, Trial } from '../simulation.ts'
import { delayFigures, delayTrial, recurrentTrial } from './delay-trials.ts'
import type { Delay, DelayFigures } from './delay-trials.ts'
import { abrupt, errorRate, shifts, slow, spreads } from './drifts.ts'
import type { Drift } from './drifts.ts'
import { alarmRate, rateTrial } from './false-alarm-trials.ts'
import type { AlarmRate } from './false-alarm-trials.ts'
import { shapes } from './shapes.ts'
import { asPromised, errorsOnly, families, oneInAMillion } from './watches.ts'
import type { Family, Watcher } from './watches.ts'

const normal = shapes['normal'] as Drift['usual']
const own = [oneInAMillion, asPromised]
const others = families.flatMap(({ tried, usual }) => [...tried, usual])
const all = [...new Map([...own, ...others].map((watcher) => [watcher.name, watcher])).values()]

const rates = byWatcher(all, (watcher) => rateTrial(watcher, normal, 'normal', 1))
const adwins = families.filter(({ name }) => name.includes('ADWIN'))
/** The means of errors: those that need no unit of the values. */
const ofErrors = [
  errorsOnly,
  ...all.filter(({ name }) => own.some((one) => one.name === name) || name.includes('ADWIN')),
]
const errorRates = byWatcher(ofErrors, (watcher) => rateTrial(watcher, errorRate.usual, 'errors', 2))
const delays = new Map<Drift, ReadonlyMap<Watcher, Trial<Delay>>>([
  ...abrupt.map(
    (drift) =>
      [
        drift,
        byWatcher(all, (watcher) => delayTrial(watcher, drift, runsOf(watcher, 400, 400, 60))),
      ] as const,
  ),
  [
    errorRate,
    byWatcher(ofErrors, (watcher) => delayTrial(watcher, errorRate, runsOf(watcher, 400, 400, 60))),
  ],
])
const slowly = byWatcher(all, (watcher) => delayTrial(watcher, slow, runsOf(watcher, 40, 40, 6)))
const recurrent = byWatcher(all, (watcher) => recurrentTrial(watcher, runsOf(watcher, 40, 40, 10)))

const spreadsOf = Object.values(spreads)

export const besideTrials: readonly Trial[] = [
  ...rates.values(),
  ...errorRates.values(),
  ...[...delays.values()].flatMap((trials) => [...trials.values()]),
  ...slowly.values(),
  ...recurrent.values(),
]

/** The greatest of our median delays over another's, shifts of 0.25 sd and more. */
interface WorstDelay {
  readonly ratio: number
  readonly shown: string
}

/** How our detector compares: what the gates need of it. */
export interface Beside {
  readonly worst: WorstDelay
  /** The same against ADWIN with a look at every value. */
  readonly worstEager: WorstDelay
  /** Share of the changes of spread that ADWIN found. */
  readonly spreadsFound: number
  /** Median delay of the detector of losses. */
  readonly errors: DelayFigures
  readonly tables: readonly string[]
}

export function beside(results: Results): Beside {
  const tuned = families.map((family) => ({ family, watcher: retuned(results, family, rates) }))
  // ADWIN as it is known looks at every 32nd value; a look at every one is a form of ours, told beside it.
  const [usualAdwin, eagerAdwin] = [
    retunedOf(tuned, 'ADWIN'),
    retunedOf(tuned, 'ADWIN, a look at every value'),
  ]
  const quickest = [...own, ...tuned.map(({ watcher }) => watcher)]
  const tunedErrors = [errorsOnly, ...own, ...adwins.map((family) => retuned(results, family, errorRates))]
  const usual = families.map((family) => family.usual)
  return {
    worst: worstAgainst(results, usualAdwin),
    worstEager: worstAgainst(results, eagerAdwin),
    spreadsFound: shareFound(spreadsOf.map((drift) => figuresOf(results, drift, usualAdwin))),
    errors: figuresOf(results, errorRate, errorsOnly),
    tables: [
      `### False alarms of the detectors\n\n${rateTable(results)}`,
      `### Delays at one false alarm per 1e6\n\n${delayTable(results, quickest)}`,
      `### Delays at the defaults\n\n${delayTable(results, usual)}`,
      `### Errors\n\n${errorTable(results, tunedErrors)}`,
      `### A drift that comes and goes\n\n${recurrentTable(results, quickest)}`,
    ],
  }
}

/** The share of runs in which a drift was found. */
export function shareFound(figures: readonly DelayFigures[]): number {
  const runs = figures.reduce((sum, one) => sum + one.runs, 0)
  return 1 - figures.reduce((sum, { missed }) => sum + missed, 0) / runs
}

function retunedOf(
  tuned: readonly { readonly family: Family; readonly watcher: Watcher }[],
  name: string,
): Watcher {
  const found = tuned.find(({ family }) => family.name === name)
  if (found === undefined) throw new Error(`no family ${name}`)
  return found.watcher
}

function worstAgainst(results: Results, other: Watcher): WorstDelay {
  return [shifts.quarter, shifts.half, shifts.one, shifts.three]
    .map((drift) => {
      const mine = figuresOf(results, drift, oneInAMillion).median
      const theirs = figuresOf(results, drift, other).median
      return { ratio: mine / theirs, shown: `${drift.name}: ${mine} rows against ${theirs}` }
    })
    .reduce((a, b) => (b.ratio > a.ratio ? b : a))
}

/** The quickest setting that gives at most one false alarm per 1e6 values, as measured; the most silent for none. */
function retuned(results: Results, { tried }: Family, from: ReadonlyMap<Watcher, Trial<number>>): Watcher {
  const found = tried.find((watcher) => {
    const { alarms, millions } = alarmRate(results.of(at(from, watcher)))
    return alarms <= millions
  })
  return (found ?? tried.at(-1)) as Watcher
}

function figuresOf(results: Results, drift: Drift, watcher: Watcher): DelayFigures {
  return delayFigures(results.of(delayOf(drift, watcher)))
}

function delayOf(drift: Drift, watcher: Watcher): Trial<Delay> {
  const trials = drift === slow ? slowly : delays.get(drift)
  if (trials === undefined) throw new Error(`no drift ${drift.name}`)
  return at(trials, watcher)
}

function at<Found>(found: ReadonlyMap<Watcher, Found>, watcher: Watcher): Found {
  for (const [{ name }, one] of found) if (name === watcher.name) return one
  throw new Error(`no watcher ${watcher.name}`)
}

function rateTable(results: Results): string {
  return table(
    ['alarms per 1e6 values that do not drift, upper 99% bound', 'normal values', 'errors of rate .10'],
    [...all, errorsOnly].map((watcher) => [
      watcher.name + (isUsual(watcher) ? ' (default)' : ''),
      ...[rates, errorRates].map((from) => {
        const trial = from.get(watcher)
        return trial === undefined ? '' : shownRate(alarmRate(results.of(trial)))
      }),
    ]),
  )
}

function isUsual({ name }: Watcher): boolean {
  return families.some(({ usual }) => usual.name === name)
}

function delayTable(results: Results, watchers: readonly Watcher[]): string {
  return table(
    ['rows until found, median (p90)', ...watchers.map(({ name }) => name)],
    [...abrupt, slow].map((drift) => [
      drift.name,
      ...watchers.map((watcher) => shownDelay(figuresOf(results, drift, watcher))),
    ]),
  )
}

function errorTable(results: Results, watchers: readonly Watcher[]): string {
  return table(
    ['error rate .10 to .20', 'rows until found, median (p90)'],
    watchers.map((watcher) => [watcher.name, shownDelay(figuresOf(results, errorRate, watcher))]),
  )
}

function recurrentTable(results: Results, watchers: readonly Watcher[]): string {
  return table(
    ['+0.5 sd for 500 rows, ten times', 'visits found', 'rows, median', 'alarms between, per run'],
    watchers.map((watcher) => {
      const runs = results.of(at(recurrent, watcher))
      const found = runs.flatMap(({ delays: rows }) => rows)
      const between = runs.reduce((sum, run) => sum + run.between, 0) / runs.length
      return [
        watcher.name,
        `${((100 * found.filter(Number.isFinite).length) / found.length).toFixed(0)}%`,
        String(quantile(found, 0.5)),
        between.toFixed(1),
      ]
    }),
  )
}

/** Shows a delay: what was never found, and what came in rows that were clean. */
export function shownDelay({ median, p90, missed, early, runs }: DelayFigures): string {
  const rows = (value: number): string => (Number.isFinite(value) ? String(value) : 'never')
  return (
    `${rows(median)} (${rows(p90)})` +
    (missed > 0 ? `, missed ${missed} of ${runs}` : '') +
    (early > 0 ? `, ${(early / runs).toFixed(early < runs ? 2 : 0)} alarms before` : '')
  )
}

/** Shows a rate per 1e6 with its bound. */
export function shownRate({ alarms, millions, upper }: AlarmRate): string {
  const shown = (rate: number): string => (rate >= 10 ? rate.toFixed(0) : rate.toFixed(2))
  return `${shown(alarms / millions)}, at most ${shown(upper)} (${alarms} in ${millions}e6)`
}

function runsOf(watcher: Watcher, ofOurs: number, ofFast: number, ofSlow: number): number {
  return own.includes(watcher) ? ofOurs : watcher.isSlow === true ? ofSlow : ofFast
}

function byWatcher<Result>(
  watchers: readonly Watcher[],
  make: (watcher: Watcher) => Trial<Result>,
): ReadonlyMap<Watcher, Trial<Result>> {
  return new Map(watchers.map((watcher) => [watcher, make(watcher)]))
}
