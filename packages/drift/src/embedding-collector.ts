import { projections } from './baseline-types.ts'
import { GrowingNumbers } from './baseline-values.ts'
import { embeddingDirections, embeddingFigures, embeddingLength } from './embedding-figures.ts'

/** Measures the embeddings of a reference one by one and keeps their figures alone. */
export class EmbeddingCollector {
  /** The length of the first array of numbers; 0 before one came. */
  dimensions = 0
  /** For each row the cell that all parts share. */
  readonly cells: GrowingNumbers = new GrowingNumbers()
  /** Norm and projections, row by row. */
  readonly figures: readonly GrowingNumbers[] = Array.from(
    { length: 1 + projections },
    () => new GrowingNumbers(),
  )
  private directions: Float64Array = new Float64Array(0)
  private readonly out: Float64Array = new Float64Array(1 + projections)

  push(value: unknown): void {
    if (this.dimensions === 0) {
      this.dimensions = embeddingLength(value)
      this.directions = embeddingDirections(this.dimensions)
    }
    this.out.fill(0)
    this.cells.push(embeddingFigures(value, this.directions, this.out))
    this.figures.forEach((figure, i) => figure.push(this.out[i] ?? 0))
  }
}
