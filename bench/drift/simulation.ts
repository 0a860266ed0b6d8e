// One thing: how the promised figures of drift follow from its trials.
import { percent, quantile, rateFigure, rateOf, table } from '../rate.ts'
import type { Rate } from '../rate.ts'
import type { Figure } from '../report.ts'
import type { Results, Simulation } from '../simulation.ts'
import { beside, besideTrials, shareFound, shownDelay, shownRate } from './beside-peers.ts'
import { delayFigures } from './delay-trials.ts'
import type { DelayFigures } from './delay-trials.ts'
import { apart, duplicated, falseDiscoveryRate, stops } from './discovery-trials.ts'
import { abrupt, shifts, spreads } from './drifts.ts'
import type { Drift } from './drifts.ts'
import { alarmRate, promiseTrials } from './false-alarm-trials.ts'
import type { PromiseTrial } from './false-alarm-trials.ts'
import { driftSimulationGates as gates } from './gates.ts'
import { partitions } from './merge-trials.ts'
import { monitorDelays, monitorPromise, monitorRate, monitorRows } from './monitor-trials.ts'
import { shapeNames } from './shapes.ts'

const large = promiseTrials(10_000)
const small = promiseTrials(200)
const discoveries = [apart, duplicated] as const

/** How often a monitor alarms at data that does not drift, how soon at data that does, and how others do. */
export const driftSimulation: Simulation<typeof gates> = {
  gates,
  base: 5_000,
  trials: [
    ...large,
    ...small,
    monitorPromise,
    monitorRate,
    ...discoveries,
    ...Object.values(monitorDelays).flatMap((trials) => [...trials.values()]),
    ...besideTrials,
    partitions,
  ],
  report(results) {
    const others = beside(results)
    const found = shareFound(
      Object.values(spreads).map((drift) => monitorFigures(results, 'millionth', drift)),
    )
    const runs = results.of(partitions)
    const differing = runs.filter(({ counts, verdict }) => counts || verdict).length
    return {
      figures: {
        falseAlarm: rateFigure(pooled(results, large), gates.falseAlarm, worstOf(results, large)),
        falseAlarmSmall: rateFigure(pooled(results, small), gates.falseAlarmSmall, worstOf(results, small)),
        falseAlarmMonitor: rateFigure(
          rateOf(results.of(monitorPromise)),
          gates.falseAlarmMonitor,
          `runs of ${monitorRows} rows`,
        ),
        falseDiscoveries: discoveryFigure(results, apart),
        falseDiscoveriesCopies: discoveryFigure(results, duplicated),
        delayHalf: delayFigure(results, 'millionth', shifts.half),
        delayOne: delayFigure(results, 'millionth', shifts.one),
        delaySpread: delayFigure(results, 'millionth', spreads.double),
        delayHalfPromised: delayFigure(results, 'promised', shifts.half),
        delayOnePromised: delayFigure(results, 'promised', shifts.one),
        delaySpreadPromised: delayFigure(results, 'promised', spreads.double),
        delayRate: {
          measured: others.errors.median,
          shown: `${others.errors.median} rows (p90 ${others.errors.p90})`,
          why: 'the detector of losses also has to bet against rates just above its limit',
        },
        adwin: {
          measured: others.worst.ratio,
          shown: `${others.worst.ratio.toFixed(2)}x (${others.worst.shown}); ${others.worstEager.ratio.toFixed(2)}x where it looks at every value (${others.worstEager.shown})`,
          why: 'ADWIN bets on shifts of the mean alone',
        },
        spreads: {
          measured: 100 * found,
          shown: `${percent(found)} (ADWIN ${percent(others.spreadsFound)})`,
          why: 'of a spread that changed little the rule of size may think too little',
        },
        merged: {
          measured: differing,
          shown: `${differing} of ${runs.length}`,
          why: 'see which differ in the table of merged replicas',
        },
      },
      tables: [
        `### Data that does not drift\n\n${stationaryTable(results)}`,
        `### False discoveries\n\n${discoveryTable(results)}`,
        `### Delays of a whole monitor\n\n${monitorTable(results)}`,
        ...others.tables,
        `### Merged replicas\n\n${mergedTable(results)}`,
      ],
      simulated,
    }
  },
}

const simulated = `Every run has a reference of its own. **False alarms**: one column, the monitor's own detector on it, looked at after every one of 1e6 rows that do not drift; 1% is promised
over these 1e6. The runs are shared out over the shapes in turn, the bound is over all of them. A whole monitor of all twelve shapes, whose one promise covers them together, is
watched over shorter horizons, with the promise made over as many rows: it is free of scale. **Discoveries**: 100 columns of a monitor at 5%, of which 20
drift from row 500 on (+0.25, +0.5, +1 sd and sd x2, five each), asked every twenty rows, stopped by what was found. **Delays**: references of 10 000 rows, then 10 000 to 11 000 clean rows (drawn, so that no drift begins in step
with a window), then the drift; a detector that alarms before begins anew, and such alarms are told. At one false alarm per 1e6 the detector's limit is 1e6, at the promised setting 1e8; a monitor promises 50% over 5e5 rows and 1% over
1e6. The delays of
the gates are those of a whole monitor of one column, its rule of size included; beside the others stands its detector alone.

**The others** are those that \`@plimsoll/stats\` has, to the index of river's, and ADWIN as its paper has it, which is quicker than river's; at their defaults, and retuned: the first of a few settings, from the quickest on,
that gave at most one false alarm per 1e6 normal values (for errors: errors of rate .10) in this simulation, the settings and rates below. All begin anew after an alarm. **Slow** drift starts from 0; a
**drift that comes and goes** is +0.5 sd for 500 rows, ten times, 5 000 to 6 000 clean rows before each: detectors that adapt alarm at its end again.`

function pooled(results: Results, trials: readonly PromiseTrial[]): Rate {
  return rateOf(trials.flatMap((trial) => results.of(trial)))
}

function worstOf(results: Results, trials: readonly PromiseTrial[]): string {
  const { shape, rate } = trials
    .map((trial) => ({ shape: trial.shape, rate: rateOf(results.of(trial)) }))
    .reduce((a, b) => (b.rate.hits / b.rate.runs > a.rate.hits / a.rate.runs ? b : a))
  return `worst ${shape}, ${rate.hits} of ${rate.runs}`
}

function delayFigure(results: Results, at: keyof typeof monitorDelays, drift: Drift): Figure {
  const { median, p90 } = monitorFigures(results, at, drift)
  return { measured: median, shown: `${median} rows (p90 ${p90})`, why: 'evidence has to grow to the limit' }
}

function monitorFigures(results: Results, at: keyof typeof monitorDelays, drift: Drift): DelayFigures {
  const trial = monitorDelays[at].get(drift)
  if (trial === undefined) throw new Error(`no drift ${drift.name}`)
  return delayFigures(results.of(trial))
}

function discoveryFigure(results: Results, trial: (typeof discoveries)[number]): Figure {
  const rates = stops.map((_, stop) => 100 * falseDiscoveryRate(results.of(trial), stop))
  const worst = Math.max(...rates)
  return {
    measured: worst,
    shown: `${worst.toFixed(2)}%`,
    why: 'columns that did not drift were called moved',
  }
}

function stationaryTable(results: Results): string {
  const shown = (trial: PromiseTrial | undefined): string => {
    if (trial === undefined) return ''
    const { hits, runs, upper } = rateOf(results.of(trial))
    return `${hits} of ${runs}, ${percent(upper)}`
  }
  return table(
    ['alarms in runs of 1e6 rows, upper 99% bound', 'reference of 10 000', 'reference of 200'],
    shapeNames.map((shape, i) => [shape, shown(large[i]), shown(small[i])]),
  )
}

function discoveryTable(results: Results): string {
  return table(
    ['false discovery rate, columns found', ...stops],
    discoveries.map((trial) => {
      const runs = results.of(trial)
      return [
        trial.name,
        ...stops.map((_, stop) => {
          const found = runs.map((stopped) => stopped[stop]?.found ?? 0)
          const wrong = runs.filter((stopped) => (stopped[stop]?.wrong ?? 0) > 0).length
          const rate = percent(falseDiscoveryRate(runs, stop))
          return `${rate} (any false in ${wrong} of ${runs.length} runs), median ${quantile(found, 0.5)}`
        }),
      ]
    }),
  )
}

function monitorTable(results: Results): string {
  const rate = shownRate(alarmRate(results.of(monitorRate)))
  const text = `False alarms at one per 1e6, on normal values: ${rate}. Its rule of size keeps it silent on changes that are sure but small.`
  const delays = table(
    ['rows until found, median (p90)', 'one false alarm per 1e6', '1% over 1e6'],
    abrupt.map((drift) => [
      drift.name,
      ...(['millionth', 'promised'] as const).map((at) => shownDelay(monitorFigures(results, at, drift))),
    ]),
  )
  return `${delays}\n\n${text}`
}

function mergedTable(results: Results): string {
  const runs = results.of(partitions)
  const said = [...new Set(runs.map((run) => run.said))].toSorted()
  return table(
    ['verdict of the one process', 'partitions', 'other counts', 'other scores or verdict'],
    said.map((verdict) => {
      const own = runs.filter((run) => run.said === verdict)
      return [
        verdict,
        String(own.length),
        String(own.filter(({ counts }) => counts).length),
        String(own.filter((run) => run.verdict).length),
      ]
    }),
  )
}
