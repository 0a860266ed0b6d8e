import type { ColumnKind } from '@plimsoll/core'
import { count, counts, finite, flag, list, need, pathOf, record, rising, text } from './baseline-rules.ts'
import {
  type BaselineColumn,
  type BaselineSeason,
  type ColumnPart,
  columnKinds,
  maxBins,
  maxCategories,
  maxDimensions,
  maxDiscrete,
  maxVocabulary,
} from './baseline-types.ts'
import { cellCount } from './cells.ts'
import { referenceCells } from './column-bins.ts'
import { embeddingParts } from './embedding-figures.ts'
import { slotCount } from './season.ts'
import { textParts } from './text-figures.ts'

const fields = [
  'type',
  'name',
  'path',
  'kind',
  'part',
  'vocabulary',
  'dimensions',
  'constant',
  'monotone',
  'duplicateOf',
  'missing',
  'nan',
  'infinite',
  'wrongType',
  'slots',
  'edges',
  'values',
  'counts',
  'ties',
  'mean',
  'deviation',
  'other',
] as const

type Given = Readonly<Record<(typeof fields)[number], unknown>>
type Base = Omit<Extract<BaselineColumn, { type: 'categorical' }>, 'type' | 'values' | 'counts' | 'other'>

const types: Readonly<Record<ColumnKind, readonly unknown[]>> = {
  numeric: ['numeric', 'discrete'],
  text: ['numeric', 'discrete'],
  embedding: ['numeric', 'discrete'],
  prediction: ['numeric', 'discrete', 'categorical'],
  categorical: ['categorical'],
  boolean: ['categorical'],
}

/** What the whole baseline says that its columns must fit. */
export interface ColumnSetting {
  readonly rows: number
  readonly season: BaselineSeason | undefined
  /** Names of the columns before this one. */
  readonly earlier: ReadonlySet<string>
}

/** Checks one column of a baseline and copies what is known of it. */
export function readColumn(value: unknown, at: string, setting: ColumnSetting): BaselineColumn {
  const given = record(value, at, fields)
  const kind = kindOf(given.kind, at)
  const { duplicateOf } = given
  if (duplicateOf !== undefined) {
    const isEarlier = typeof duplicateOf === 'string' && setting.earlier.has(duplicateOf)
    need(isEarlier, `${at}.duplicateOf`, 'must name an earlier column')
  }
  const base: Base = {
    // A part's name is that of the whole and a little more.
    name: text(given.name, `${at}.name`, 520),
    path: pathOf(given.path, `${at}.path`),
    kind,
    ...partOf(given, at, kind),
    constant: flag(given.constant, `${at}.constant`),
    monotone: flag(given.monotone, `${at}.monotone`),
    ...(duplicateOf === undefined ? {} : { duplicateOf }),
    missing: count(given.missing, `${at}.missing`),
    nan: count(given.nan, `${at}.nan`),
    infinite: count(given.infinite, `${at}.infinite`),
    wrongType: count(given.wrongType, `${at}.wrongType`),
  }
  need(!setting.earlier.has(base.name), `${at}.name`, 'must not repeat')
  const fitting = types[kind]
  need(fitting.includes(given.type), `${at}.type`, `must be ${fitting.join(' or ')} for kind ${kind}`)
  const column = readBins(given, at, base)
  needTruth(column, at, setting.rows)
  return { ...column, ...slotsOf(given.slots, at, column, setting.season) }
}

function kindOf(kind: unknown, at: string): ColumnKind {
  const known = columnKinds.find((one) => one === kind)
  need(known !== undefined, `${at}.kind`, `must be one of ${columnKinds.join(', ')}`)
  return known
}

function partOf(
  { part, vocabulary, dimensions }: Given,
  at: string,
  kind: ColumnKind,
): Pick<Base, 'part' | 'vocabulary' | 'dimensions'> {
  const hasWords = kind === 'text' && part === 'unknown'
  need(hasWords === (vocabulary !== undefined), `${at}.vocabulary`, 'belongs to the part unknown of a text')
  const isVector = kind === 'embedding'
  need(isVector === (dimensions !== undefined), `${at}.dimensions`, 'belong to an embedding')
  const parts: readonly unknown[] = kind === 'text' ? textParts : isVector ? embeddingParts : [undefined]
  need(parts.includes(part), `${at}.part`, `is not a part of kind ${kind}`)
  if (part === undefined) return {}
  if (isVector) {
    const length = count(dimensions, `${at}.dimensions`)
    need(length <= maxDimensions, `${at}.dimensions`, `must be at most ${maxDimensions}`)
    return { part: part as ColumnPart, dimensions: length }
  }
  if (!hasWords) return { part: part as ColumnPart }
  const words = rising(vocabulary, `${at}.vocabulary`, maxVocabulary)
  words.forEach((word, i) => count(word, `${at}.vocabulary[${i}]`))
  return { part, vocabulary: words }
}

function readBins(given: Given, at: string, base: Base): BaselineColumn {
  const { type } = given
  if (type === 'numeric') {
    const edges = rising(given.edges, `${at}.edges`, maxBins - 1)
    const own = counts(given.counts, `${at}.counts`, edges.length + 1)
    return {
      type,
      ...base,
      ...momentsOf(given, at),
      edges,
      counts: own,
      ties: flag(given.ties, `${at}.ties`),
    }
  }
  if (type === 'discrete') {
    const values = rising(given.values, `${at}.values`, maxDiscrete)
    const own = counts(given.counts, `${at}.counts`, values.length)
    return { type, ...base, ...momentsOf(given, at), values, counts: own }
  }
  const values = list(given.values, `${at}.values`, maxCategories).map((value, i) => {
    if (typeof value === 'string' || typeof value === 'boolean') return value
    need(Number.isFinite(value), `${at}.values[${i}]`, 'must be text, a finite number or a boolean')
    return (value as number) + 0
  })
  need(new Set(values).size === values.length, `${at}.values`, 'must not repeat')
  const own = counts(given.counts, `${at}.counts`, values.length)
  return { type: 'categorical', ...base, values, counts: own, other: count(given.other, `${at}.other`) }
}

function momentsOf(given: Given, at: string): { mean: number; deviation: number } {
  const mean = finite(given.mean, `${at}.mean`)
  const deviation = finite(given.deviation, `${at}.deviation`)
  need(deviation >= 0, `${at}.deviation`, 'must be at least 0')
  return { mean, deviation }
}

function needTruth(column: BaselineColumn, at: string, rows: number): void {
  const other = column.type === 'categorical' ? column.other : 0
  const counted = column.counts.reduce((sum, held) => sum + held, other)
  const apart = column.missing + column.nan + column.infinite + column.wrongType
  need(counted + apart === rows, at, `must count ${rows} rows, counts ${counted + apart}`)
  const filled = column.counts.filter((held) => held > 0).length
  const isOne = filled === 1 && other === 0
  need(!column.constant || isOne, `${at}.constant`, 'must be false: there are several values')
  const hasBins = column.type === 'numeric'
  need(!column.monotone || hasBins, `${at}.monotone`, 'must be false: there are no bins')
}

function slotsOf(
  given: unknown,
  at: string,
  column: BaselineColumn,
  season: BaselineSeason | undefined,
): Pick<Base, 'slots'> {
  need((season === undefined) === (given === undefined), `${at}.slots`, 'belong to a baseline with a season')
  if (season === undefined) return {}
  const expected = slotCount(season.by)
  const held = list(given, `${at}.slots`, expected)
  need(held.length === expected, `${at}.slots`, `must hold ${expected} slots, holds ${held.length}`)
  const size = cellCount(column)
  const slots = held.map((slot, s) => counts(slot, `${at}.slots[${s}]`, size))
  referenceCells(column).forEach((rows, cell) => {
    const sum = slots.reduce((total, slot) => total + (slot[cell] ?? 0), 0)
    need(sum === rows, `${at}.slots`, `must add up to ${rows} rows in cell ${cell}, add up to ${sum}`)
  })
  return { slots }
}
