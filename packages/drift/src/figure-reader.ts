import { embeddingDirections, embeddingFigures, embeddingParts } from './embedding-figures.ts'
import { type Cells, apartCell, firstBin } from './cells.ts'
import type { ColumnPath } from './column-path.ts'
import { textFigures, textParts } from './text-figures.ts'

/** Reads a text or an embedding once for all columns that hold its figures. */
export interface FigureReader {
  /** Columns of the figures; the value is read for the first. */
  readonly columns: readonly number[]
  /** For each column, the place of its figure. */
  readonly places: readonly number[]
  readonly figures: Float64Array
  /** Fills the figures; gives the cell of a value that has none, else {@link firstBin}. */
  read(value: unknown): number
}

/** Makes a reader for every path under which parts of a text or an embedding are watched, by its first column. */
export function figureReaders(
  paths: readonly ColumnPath[],
  cells: readonly Cells[],
): Map<number, FigureReader> {
  const leaders = new Map<string, number[]>()
  cells.forEach(({ part, kind }, column) => {
    if (part === undefined) return
    const id = JSON.stringify([kind, paths[column]])
    leaders.set(id, [...(leaders.get(id) ?? []), column])
  })
  return new Map(Array.from(leaders.values(), (columns) => [columns[0] ?? 0, figureReader(columns, cells)]))
}

function figureReader(columns: readonly number[], cells: readonly Cells[]): FigureReader {
  const own = columns.map((column) => cells[column] as Cells)
  const isText = own[0]?.kind === 'text'
  const parts: readonly unknown[] = isText ? textParts : embeddingParts
  const figures = new Float64Array(parts.length)
  const places = own.map(({ part }) => parts.indexOf(part))
  if (isText) {
    const vocabulary = own.find((column) => column.vocabulary !== undefined)?.vocabulary ?? []
    const read = (value: unknown): number => {
      const cell = apartCell('text', value)
      if (cell === firstBin) textFigures(value as string, vocabulary, figures)
      return cell
    }
    return { columns, places, figures, read }
  }
  const directions = embeddingDirections(own[0]?.dimensions ?? 0)
  return { columns, places, figures, read: (value) => embeddingFigures(value, directions, figures) }
}
