// Real data: bicycle rentals of 2011 as the reference, of 2012 as the stream. See docs/explanation/seasons.md.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { kolmogorovSf } from '@plimsoll/stats'
import { describe, expect, it } from 'vitest'
import { categoryFigures, hoursPerObservation, numberFigures, rootMeanSquare } from './bike-figures.ts'
import {
  byMonth,
  columnOf,
  judgeMonths,
  monthly,
  numbersOf,
  plainBaseline,
  readBikes,
  rowsOfDays,
  seasonalBaseline,
} from './bike-months.ts'
import { type StripCell, drawPictures } from './bike-pictures.ts'
import { bikeFile, hasBikes } from './bike-rows.ts'
import { monthsOf, weatherOf } from './bike-weather.ts'
import { type DatasetVerdict, createBaseline, createMonitor } from '../src/index.ts'

if (!hasBikes) process.stdout.write('Skipped: the bike-sharing data is not beside this checkout.\n')

type Facts = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>

interface FactFile {
  readonly reference: {
    readonly categorical: Readonly<Record<string, { readonly categories: number[] }>>
  }
  readonly drift_vs_full_reference: Facts
  readonly drift_vs_same_month_2011: Facts
  readonly performance: {
    readonly holdout: { readonly demand_v1: { readonly rmse: number } }
    readonly chunks: Readonly<Record<string, { readonly demand_v1: { readonly rmse: number } }>>
  }
}

const weather = ['temp', 'hum', 'windspeed', 'weathersit']
const monthNames = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]

describe('on weather that lasts and never drifts', () => {
  const years = 40
  const pairs = Array.from({ length: years }, (_, i) => ({
    reference: weatherOf(2025, `years ${i}`),
    live: weatherOf(2026, `years ${i}`),
  }))

  it('has hours about as alike as those of the bicycle rentals', () => {
    const months = pairs.flatMap(({ reference }) =>
      monthsOf(reference).map((hours) => hours.map(({ temperature }) => temperature)),
    )
    expect(Math.round(hoursPerObservation(months, 24))).toBe(10)
    expect(hoursPerObservation(months, 240)).toBeGreaterThan(44)
    expect(hoursPerObservation(months, 240)).toBeLessThan(54)
  })

  it('keeps its word by days, and not by a third of a day', () => {
    const found = [8, 24].map((block) => {
      const verdicts = pairs.flatMap(({ reference, live }) => {
        const season = { by: 'month', time: 'time' } as const
        const baseline = createBaseline(reference, { columns: ['temperature'], season })
        const monitor = createMonitor(baseline, { ...monthly, block })
        return monthsOf(live).map((hours) => {
          for (const hour of hours) monitor.observe(hour)
          return monitor.roll()
        })
      })
      const low = verdicts.filter(({ columns: [column] }) => (column?.windowPValue ?? 0) < 0.05).length
      const alarms = verdicts.filter(({ verdict }) => verdict === 'alarm').length
      return { share: low / verdicts.length, alarms }
    })
    expect(found[0]?.share).toBeGreaterThan(0.2)
    expect(found[0]?.alarms).toBeGreaterThan(0)
    expect(found[1]?.share).toBeLessThan(0.1)
    expect(found[1]?.alarms).toBe(0)
  })
})

describe.runIf(hasBikes)('on bicycle rentals', () => {
  const bikes = hasBikes ? readBikes() : { year2011: [], year2012: [] }
  const { year2011, year2012 } = bikes
  const months2011 = [...byMonth(year2011).values()]
  const months2012 = [...byMonth(year2012).values()]
  const sameMonth = (column: string) =>
    months2012.map((rows, i) =>
      numberFigures(numbersOf(months2011[i] ?? [], column), numbersOf(rows, column)),
    )
  const wholeYear = (column: string) =>
    months2012.map((rows) => numberFigures(numbersOf(year2011, column), numbersOf(rows, column)))
  const verdictsOf = (verdicts: readonly DatasetVerdict[]): string[] => verdicts.map(({ verdict }) => verdict)
  const plain = (column: string) => plainBaseline(bikes, [column])
  const seasonal = (column: string) => seasonalBaseline(bikes, [column])

  it('finds the figures of numpy and scipy, against the year and against the same month', () => {
    const facts = JSON.parse(bikeFile('facts.json')) as FactFile
    let compared = 0
    for (const [name, chunks] of [
      ['year', facts.drift_vs_full_reference],
      ['month', facts.drift_vs_same_month_2011],
    ] as const) {
      for (const [chunk, columns] of Object.entries(chunks)) {
        const current = byMonth(year2012).get(chunk) ?? []
        const before =
          name === 'year' ? year2011 : (byMonth(year2011).get(chunk.replace('2012', '2011')) ?? [])
        for (const [named, known] of Object.entries(columns)) {
          const column = named.replace('label:', '').replace('prediction:', 'pred_')
          const { categories } = facts.reference.categorical[column] ?? {}
          const isCategory = 'chi2' in known
          const found = isCategory
            ? categoryFigures(categories ?? [0, 1], numbersOf(before, column), numbersOf(current, column))
            : numberFigures(numbersOf(before, column), numbersOf(current, column))
          for (const [figure, value] of Object.entries(found)) {
            const fact = known[figure]
            const where = `${name} ${chunk} ${named} ${figure}`
            compared++
            if (typeof fact !== 'number' || typeof value !== 'number') {
              expect(value, where).toEqual(fact)
              continue
            }
            // Written with 8 significant digits; chances far out in the tail have fewer that hold.
            const tolerance = figure.endsWith('_p') ? 1e-6 : 1e-7
            expect(Math.abs(value - fact), where).toBeLessThanOrEqual(tolerance * Math.abs(fact) + 1e-12)
          }
        }
      }
    }
    expect(compared).toBeGreaterThan(1200)
  })

  it('finds temperature far from the year in every month, and near its own month in July and August', () => {
    const year = wholeYear('temp').map(({ psi }) => psi)
    expect(Math.min(...year)).toBeCloseTo(1.1, 1)
    expect(Math.max(...year)).toBeCloseTo(5.2, 1)
    const same = sameMonth('temp').map(({ psi }) => Number(psi.toFixed(2)))
    expect([same[0], same[1], same[2], same[6], same[7]]).toEqual([0.86, 0.4, 1.25, 0.06, 0.06])
    const humid = sameMonth('hum').map(({ psi }) => Number(psi.toFixed(2)))
    expect([humid[3], humid[8], humid[10]]).toEqual([0.91, 0.88, 0.77])
  })

  it('has hours so alike that ten to fifty of them are worth one', () => {
    const worth = (column: string, length: number): number =>
      Math.round(
        hoursPerObservation(
          [...months2011, ...months2012].map((rows) => numbersOf(rows, column)),
          length,
        ),
      )
    expect(weather.map((column) => worth(column, 24))).toEqual([10, 9, 7, 11])
    expect(weather.map((column) => worth(column, 240))).toEqual([47, 25, 12, 11])
    expect(worth('trend', 240)).toBeGreaterThan(150)
  })

  it('cannot be judged hour by hour: every column is dependent', () => {
    for (const baseline of [plainBaseline(bikes, weather), seasonalBaseline(bikes, weather)]) {
      const verdicts = judgeMonths(baseline, year2012, { block: 1 })
      for (const { verdict, columns } of verdicts) {
        expect(verdict).toBe('inconclusive')
        expect(columns.map(({ why }) => why)).toEqual(weather.map(() => 'dependent'))
      }
      // Hours taken for evidence would be sure of anything.
      expect(columnOf(verdicts, 'temp')[0]?.windowPValue).toBeLessThan(1e-45)
    }
  })

  it('alarms on temperature every month when compared with the whole year', () => {
    const verdicts = judgeMonths(plain('temp'), year2012)
    expect(verdictsOf(verdicts)).toEqual(monthNames.map(() => 'alarm'))
    // What has not reached the promise by itself is held by the alarm of the month before.
    const sure = columnOf(verdicts, 'temp').map(({ logE }) => logE >= Math.log(100))
    expect(monthNames.filter((_, i) => sure[i])).toEqual(['January', 'July', 'August', 'November'])
    // Each month by itself is too much for chance, March least.
    const chances = columnOf(verdicts, 'temp').map(({ windowPValue }) => windowPValue)
    expect(chances.map((p, i) => (p > 1e-4 ? monthNames[i] : '')).join('')).toBe('March')
    expect(Math.max(...chances)).toBeLessThan(0.02)
    // With two days as one observation there is too little for an alarm, but ten months warn.
    const slow = verdictsOf(judgeMonths(plain('temp'), year2012, { block: 48 }))
    expect(slow.filter((verdict) => verdict === 'warn')).toHaveLength(10)
    expect(slow).not.toContain('alarm')
  })

  it('is silent in July and August when compared with the same months, and warns in March', () => {
    const verdicts = judgeMonths(seasonal('temp'), year2012)
    expect(verdictsOf(verdicts)).toEqual(monthNames.map((name) => (name === 'March' ? 'warn' : 'ok')))
    const chances = columnOf(verdicts, 'temp').map(({ windowPValue }) => Number(windowPValue.toFixed(2)))
    // January was warmer too, by less than chance and thirty days can tell apart; November was colder.
    expect(chances).toEqual([0.12, 1, 0.02, 1, 1, 1, 1, 1, 1, 1, 0.29, 1])
    expect(columnOf(verdicts, 'temp')[0]?.conditions).toEqual(['ties', 'season', 'blocks of 24'])
    // No warning of what the default allows one window in a thousand.
    const strict = judgeMonths(seasonal('temp'), year2012, { significance: 0.001 })
    expect(verdictsOf(strict)).toEqual(monthNames.map(() => 'ok'))
  })

  it('warns of the warm first quarter, and of no other', () => {
    const quarters = judgeMonths(seasonal('temp'), year2012, { window: 3 * 745 }, 3)
    expect(verdictsOf(quarters)).toEqual(['warn', 'ok', 'ok', 'ok'])
    const chances = columnOf(quarters, 'temp').map(({ windowPValue }) => windowPValue)
    expect(chances[0]).toBeLessThan(0.04)
    expect(chances.slice(1)).toEqual([1, 1, 1])
  })

  it('says nothing at all of the same months when two days are one observation', () => {
    const months = judgeMonths(seasonal('temp'), year2012, { block: 48 })
    const quarters = judgeMonths(seasonal('temp'), year2012, { block: 48, window: 3 * 745 }, 3)
    expect(new Set(verdictsOf([...months, ...quarters]))).toEqual(new Set(['ok']))
    expect(columnOf(months, 'temp')[2]?.windowPValue).toBeCloseTo(0.3, 1)
  })

  it('counts the month of the reference in days, as it does the window', () => {
    for (const { effect, windowPValue, rows, referenceRows } of columnOf(
      judgeMonths(seasonal('temp'), year2012),
      'temp',
    )) {
      expect(referenceRows).toBeGreaterThan(640)
      expect(referenceRows).toBeLessThan(790)
      if (effect.method !== 'ks') continue
      const [n, m] = [referenceRows / 24, rows / 24]
      const chance = kolmogorovSf(effect.value * Math.sqrt((n * m) / (n + m)))
      // No test says less than its own p-value times the number of tests, which is four.
      expect(windowPValue).toBeLessThanOrEqual(Math.min(1, 4 * chance) + 1e-12)
      expect(windowPValue).toBeGreaterThan(chance)
    }
  })

  it('borrows little from the year: distances are those of the bare months', () => {
    const judged = columnOf(judgeMonths(seasonal('temp'), year2012), 'temp')
    sameMonth('temp').forEach(({ ks }, i) => {
      expect(Math.abs((judged[i]?.effect.value ?? 1) - ks)).toBeLessThan(0.025)
    })
  })

  it('finds in humidity, wind and weather nothing that thirty days would not do by chance', () => {
    for (const column of ['hum', 'windspeed', 'weathersit']) {
      const judged = columnOf(judgeMonths(seasonal(column), year2012), column)
      expect(
        judged.map(({ why }) => why),
        column,
      ).toEqual(monthNames.map(() => 'same'))
      expect(Math.min(...judged.map(({ windowPValue }) => windowPValue))).toBeGreaterThan(0.4)
    }
    const humid = columnOf(judgeMonths(seasonal('hum'), year2012), 'hum')
    for (const [month, score, p] of [
      [3, 0.65, 0.5],
      [8, 0.7, 0.56],
      [10, 0.66, 0.69],
    ] as const) {
      expect(humid[month]?.score).toBeCloseTo(score, 2)
      expect(humid[month]?.scoreNull).toBeCloseTo(0.45, 2)
      expect(humid[month]?.windowPValue).toBeCloseTo(p, 2)
    }
  })

  it('alarms on a sensor that reads ten degrees too much in October, and only then', () => {
    const broken = year2012.map((row) =>
      row['chunk'] === '2012-10' ? { ...row, temp: Number(row['temp']) + 0.25 } : row,
    )
    const verdicts = verdictsOf(judgeMonths(seasonal('temp'), broken))
    expect(verdicts).toEqual(
      monthNames.map((name) => (name === 'October' ? 'alarm' : name === 'March' ? 'warn' : 'ok')),
    )
    // Against the year it changes no verdict.
    expect(verdictsOf(judgeMonths(plain('temp'), broken))).toEqual(monthNames.map(() => 'alarm'))
  })

  it('shows demand that grew in days, not in hours taken for days', () => {
    const hours = judgeMonths(seasonal('cnt'), year2012)
    expect(verdictsOf(hours)).toEqual(monthNames.map(() => 'ok'))
    const days = { year2011: rowsOfDays(year2011), year2012: rowsOfDays(year2012) }
    const settings = { block: 2, window: 32, minRows: 20, alarm: { over: 366 } }
    const verdicts = judgeMonths(seasonalBaseline(days, ['cnt']), days.year2012, settings)
    expect(verdictsOf(verdicts)).toEqual(monthNames.map((name) => (name === 'December' ? 'ok' : 'warn')))
    // Thirty rows borrow from the year: distances shrink.
    const [january] = columnOf(
      judgeMonths(seasonalBaseline(days, ['cnt']), days.year2012, { ...settings, block: 4 }),
      'cnt',
    )
    const [before, now] = [days.year2011, days.year2012].map((rows) => [...byMonth(rows).values()][0] ?? [])
    const bare = numberFigures(numbersOf(before ?? [], 'cnt'), numbersOf(now ?? [], 'cnt')).ks
    expect([january?.effect.value, bare].map((ks) => ks?.toFixed(2))).toEqual(['0.59', '0.93'])
  })

  it('cannot show in inputs or predictions that the model is worse: only labels do', () => {
    const facts = JSON.parse(bikeFile('facts.json')) as FactFile
    const errors = months2012.map((rows) =>
      rootMeanSquare(rows.map((row) => Number(row['pred_demand_v1']) - Number(row['cnt']))),
    )
    for (const [i, { demand_v1 }] of Object.values(facts.performance.chunks).entries()) {
      expect(errors[i]).toBeCloseTo(demand_v1.rmse, 5)
    }
    expect(Math.round(Math.min(...errors))).toBe(86)
    expect(Math.round(Math.max(...errors))).toBe(159)
    expect(Math.max(...sameMonth('pred_demand_v1').map(({ psi }) => psi))).toBeLessThan(0.15)
    const judged = judgeMonths(seasonal('pred_demand_v1'), year2012)
    expect(verdictsOf(judged)).toEqual(monthNames.map(() => 'ok'))
    const demand = (rows: typeof year2011): number =>
      numbersOf(rows, 'cnt').reduce((sum, count) => sum + count, 0) / rows.length
    expect(demand(year2012) / demand(year2011)).toBeCloseTo(1.63, 2)
    // But `trend`, an input made of past labels, leaves its range; it is two values a month, not thirty.
    const slow = judgeMonths(seasonal('trend'), year2012, { block: 336 })
    expect(verdictsOf(slow)).toEqual(monthNames.map(() => 'ok'))
    expect(verdictsOf(judgeMonths(seasonal('trend'), year2012))).toEqual(monthNames.map(() => 'alarm'))
  })

  it('is told of in docs/explanation/seasons.md, with its figures and pictures', async () => {
    const facts = JSON.parse(bikeFile('facts.json')) as FactFile
    const page = new URL('../../../docs/explanation/', import.meta.url)
    const [year, same] = [wholeYear('temp'), sameMonth('temp')]
    const whole = judgeMonths(plain('temp'), year2012)
    const months = judgeMonths(seasonal('temp'), year2012)
    const quarters = judgeMonths(seasonal('temp'), year2012, { window: 3 * 745 }, 3)
    const rows = columnOf(months, 'temp').map(({ verdict, effect, windowPValue }, i) => {
      const psis = [year[i]?.psi.toFixed(2), same[i]?.psi.toFixed(2)]
      const chance = Number(windowPValue.toPrecision(2))
      return `| ${[monthNames[i], ...psis, whole[i]?.verdict, effect.value.toFixed(2), chance, verdict].join(' | ')} |`
    })
    expect(readFileSync(new URL('seasons.md', page), 'utf8')).toContain(rows.join('\n'))

    const cells = (verdicts: readonly DatasetVerdict[], distances?: readonly number[]): StripCell[] =>
      columnOf(verdicts, 'temp').map(({ verdict, effect }, i) => ({
        verdict,
        distance: distances?.[i] ?? effect.value,
        months: 12 / verdicts.length,
      }))
    const pictures = drawPictures({
      temperatures: months2012.map((live, i) => [
        numbersOf(months2011[i] ?? [], 'temp'),
        numbersOf(live, 'temp'),
      ]),
      strips: [
        {
          title: 'months against all of 2011',
          cells: cells(
            whole,
            year.map(({ ks }) => ks),
          ),
        },
        { title: 'months against the same month of 2011', cells: cells(months) },
        { title: 'quarters against the same months of 2011', cells: cells(quarters) },
      ],
      demand: months2012.map((live, i) => ({
        error: rootMeanSquare(live.map((row) => Number(row['pred_demand_v1']) - Number(row['cnt']))),
        psi: sameMonth('pred_demand_v1')[i]?.psi ?? Number.NaN,
      })),
      holdout: facts.performance.holdout.demand_v1.rmse,
    })
    for (const [name, drawn] of Object.entries(pictures)) {
      await expect(drawn).toMatchFileSnapshot(fileURLToPath(new URL(name, page)))
    }
  })
})
