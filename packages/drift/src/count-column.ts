import type { ColumnKind } from '@plimsoll/core'
import { binIndex, equalMassEdges } from '@plimsoll/stats'
import { hasTies, isMonotone, moments } from './baseline-moments.ts'
import {
  type BaselineColumn,
  type CategoricalColumn,
  type ColumnPart,
  maxDiscrete,
} from './baseline-types.ts'
import type { ValueList } from './baseline-values.ts'
import { apartCell, firstBin, infiniteCell, missingCell, nanCell, wrongTypeCell } from './cells.ts'
import type { EmbeddingCollector } from './embedding-collector.ts'
import { embeddingParts } from './embedding-figures.ts'
import { byCountThenText, keepCategories } from './keep-categories.ts'
import { textParts } from './text-figures.ts'
import { learnVocabulary } from './text-vocabulary.ts'
import { forEachWord } from './text-words.ts'
import type { Wanted } from './wanted-columns.ts'

/** A column as counted, and the cell that each row fell into. */
export interface CountedColumn {
  readonly column: BaselineColumn
  readonly cells: Uint16Array
}

/** What is known of a column before its values are counted. */
type Head = Pick<BaselineColumn, 'name' | 'path' | 'kind' | 'part' | 'vocabulary' | 'dimensions'>

/**
 * Counts the reference values of one column, in the form its kind and its number of distinct values ask for; one
 * column for each part of a text.
 */
export function* countColumn(wanted: Wanted, values: ValueList, bins: number): Generator<CountedColumn> {
  const { name, path } = wanted
  const kind = wanted.kind ?? inferKind(values)
  if (kind === 'text') yield* countText({ name, path, kind }, values, bins)
  else if (kind === 'numeric' || (kind === 'prediction' && inferKind(values) === 'numeric')) {
    const cells = new Uint16Array(values.length)
    const numbers = new Float64Array(values.length)
    for (let i = 0; i < values.length; i++) {
      const value = values.at(i)
      cells[i] = apartCell('numeric', value)
      if (cells[i] === firstBin) numbers[i] = Number(value)
    }
    yield countNumbers({ name, path, kind }, cells, numbers, bins)
  } else yield countCategories({ name, path, kind }, values)
}

/** Counts the parts of an embedding that has been measured row by row. */
export function* countEmbedding(
  { name, path }: Pick<Wanted, 'name' | 'path'>,
  collected: EmbeddingCollector,
  bins: number,
): Generator<CountedColumn> {
  const { dimensions } = collected
  for (const [i, part] of embeddingParts.entries()) {
    const head: Head = { name: partName(name, part), path, kind: 'embedding', part, dimensions }
    const numbers = collected.figures[i]?.view() ?? new Float64Array(0)
    yield countNumbers(head, Uint16Array.from(collected.cells.view()), numbers, bins)
  }
}

/** Names the column of a part: `review.words`, `vector.p3`. */
function partName(name: string, part: ColumnPart): string {
  return `${name}.${typeof part === 'number' ? `p${part}` : part}`
}

function* countText(whole: Head, values: ValueList, bins: number): Generator<CountedColumn> {
  const rows = values.length
  const cells = Uint16Array.from({ length: rows }, (_, i) => apartCell('text', values.at(i)))
  const vocabulary = learnVocabulary(textsOf(values))
  const measures: Record<(typeof textParts)[number], (text: string) => number> = {
    length: (text) => text.length,
    words: countWords,
    unknown: (text) => vocabulary.unknownShare(text),
  }
  for (const part of textParts) {
    const numbers = Float64Array.from({ length: rows }, (_, i) => {
      const value = values.at(i)
      return typeof value === 'string' ? measures[part](value) : 0
    })
    const known = part === 'unknown' ? { vocabulary: vocabulary.hashes } : {}
    const head = { ...whole, name: partName(whole.name, part), part, ...known }
    yield countNumbers(head, cells.slice(), numbers, bins)
  }
}

function* textsOf(values: ValueList): Generator<string> {
  for (let i = 0; i < values.length; i++) {
    const value = values.at(i)
    if (typeof value === 'string') yield value
  }
}

function countWords(text: string): number {
  let words = 0
  forEachWord(text, () => words++)
  return words
}

/**
 * Counts numbers, exactly where there are at most 20 distinct ones.
 *
 * @param cells for each row an apart cell, or the first bin, which is then replaced
 * @param numbers finite for each row whose cell is the first bin
 */
function countNumbers(head: Head, cells: Uint16Array, numbers: Float64Array, bins: number): CountedColumn {
  const apart = [0, 0, 0, 0]
  const found = new Float64Array(numbers.length)
  let size = 0
  for (let i = 0; i < cells.length; i++) {
    const cell = cells[i] ?? missingCell
    // Adding zero turns -0 into 0.
    if (cell === firstBin) found[size++] = (numbers[i] ?? 0) + 0
    else apart[cell] = (apart[cell] ?? 0) + 1
  }
  const inRows = found.subarray(0, size)
  const sorted = inRows.slice().sort()
  const distinct: number[] = []
  for (let i = 0; i < size && distinct.length <= maxDiscrete; i++) {
    if (i === 0 || sorted[i] !== sorted[i - 1]) distinct.push(sorted[i] ?? 0)
  }
  const isExact = distinct.length <= maxDiscrete
  const edges = isExact ? Float64Array.from(distinct) : equalMassEdges(sorted, bins)
  const counts = Array.from({ length: edges.length + (isExact ? 0 : 1) }, () => 0)
  for (let i = 0; i < cells.length; i++) {
    if (cells[i] !== firstBin) continue
    const bin = binIndex(edges, numbers[i] ?? 0)
    counts[bin] = (counts[bin] ?? 0) + 1
    cells[i] = firstBin + (isExact ? 2 * bin + 1 : bin)
  }
  const isPlain = head.kind === 'numeric' || head.kind === 'prediction'
  const base = {
    ...head,
    constant: distinct.length === 1,
    monotone: !isExact && isPlain && isMonotone(inRows),
    ...named(apart),
    ...moments(sorted),
  }
  const column: BaselineColumn = isExact
    ? { type: 'discrete', ...base, values: distinct, counts }
    : { type: 'numeric', ...base, edges: Array.from(edges), counts, ties: hasTies(sorted, edges) }
  return { column, cells }
}

function countCategories(head: Head, values: ValueList): CountedColumn {
  const kind = head.kind === 'boolean' ? 'boolean' : 'categorical'
  const apart = [0, 0, 0, 0]
  const cells = new Uint16Array(values.length)
  const tally = new Map<string | number | boolean, number>()
  for (let i = 0; i < values.length; i++) {
    const value = values.at(i)
    const cell = apartCell(kind, value)
    cells[i] = cell
    if (cell < firstBin) apart[cell] = (apart[cell] ?? 0) + 1
    else tally.set(categoryOf(value), (tally.get(categoryOf(value)) ?? 0) + 1)
  }
  const ranked = Array.from(tally).sort(byCountThenText)
  const { kept, other, drawn } = keepCategories(ranked)
  const places = new Map(kept.map(([value], i) => [value, firstBin + i]))
  const waiting = new Set(drawn)
  for (let i = 0; i < cells.length; i++) {
    if (cells[i] !== firstBin) continue
    const value = categoryOf(values.at(i))
    const place = waiting.delete(value) ? undefined : places.get(value)
    cells[i] = place ?? firstBin + kept.length
  }
  const column: CategoricalColumn = {
    type: 'categorical',
    ...head,
    constant: tally.size === 1,
    monotone: false,
    ...named(apart),
    values: kept.map(([value]) => (value === 0 ? 0 : value)),
    counts: kept.map(([, count]) => count),
    other,
  }
  return { column, cells }
}

function categoryOf(value: unknown): string | number | boolean {
  return (typeof value === 'bigint' ? Number(value) : value) as string | number | boolean
}

type Named = Pick<BaselineColumn, 'missing' | 'nan' | 'infinite' | 'wrongType'>

function named(apart: readonly number[]): Named {
  return {
    missing: apart[missingCell] ?? 0,
    nan: apart[nanCell] ?? 0,
    infinite: apart[infiniteCell] ?? 0,
    wrongType: apart[wrongTypeCell] ?? 0,
  }
}

/** Distinct strings above which a column whose kind is not declared may be free text. */
const mostNamed = 64

function inferKind(values: ValueList): ColumnKind {
  let numbers = 0
  let booleans = 0
  let strings = 0
  const distinct = new Set<unknown>()
  for (let i = 0; i < values.length; i++) {
    const value = values.at(i)
    if (typeof value === 'number' || typeof value === 'bigint') numbers++
    else if (typeof value === 'boolean') booleans++
    else if (typeof value === 'string') {
      strings++
      distinct.add(value)
    }
  }
  if (numbers >= booleans + strings) return 'numeric'
  if (booleans > numbers + strings) return 'boolean'
  // Mostly distinct strings are free text or ids: their values would tell nothing, and be stored.
  return distinct.size > mostNamed && distinct.size * 2 > strings ? 'text' : 'categorical'
}
