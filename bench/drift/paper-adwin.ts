/** How a {@link PaperAdwin} decides. */
interface PaperAdwinOptions {
  readonly delta: number
  /** Values between two looks. */
  readonly clock: number
}

const perRow = 5
const rowsMost = 40
const least = 5

/**
 * ADWIN with a cut at every border between buckets, as its paper has it. River's, which stats has to the same index,
 * passes over some borders and is much later for it: the comparison is with the quicker of both.
 *
 * After an alarm it begins anew.
 *
 * @see A. Bifet, R. Gavaldà (2007), Learning from time-changing data with adaptive windowing
 */
export class PaperAdwin {
  private readonly delta: number
  private readonly clock: number
  /** Sums of the buckets of 2^row values, the oldest first, at row * (perRow + 1). */
  private readonly sums: Float64Array = new Float64Array(rowsMost * (perRow + 1))
  private readonly used: Uint8Array = new Uint8Array(rowsMost)
  private width = 0
  private sum = 0
  private squares = 0

  constructor({ delta, clock }: PaperAdwinOptions) {
    this.delta = delta
    this.clock = clock
  }

  add(value: number): boolean {
    if (this.width > 0) {
      const gap = value - this.sum / this.width
      this.squares += (gap * gap * this.width) / (this.width + 1)
    }
    this.width++
    this.sum += value
    this.push(value)
    if (this.width % this.clock !== 0 || this.width < 2 * least || !this.hasCut()) return false
    this.used.fill(0)
    this.width = 0
    this.sum = 0
    this.squares = 0
    return true
  }

  private push(value: number): void {
    const { sums, used } = this
    let sum = value
    for (let row = 0; row < rowsMost; row++) {
      const at = row * (perRow + 1)
      const count = used[row] as number
      sums[at + count] = sum
      if (count < perRow) {
        used[row] = count + 1
        return
      }
      sum = (sums[at] as number) + (sums[at + 1] as number)
      for (let i = at; i < at + perRow - 1; i++) sums[i] = sums[i + 2] as number
      used[row] = perRow - 1
    }
  }

  private hasCut(): boolean {
    const { width, sum, sums, used } = this
    const confidence = Math.log((2 * Math.log(width)) / this.delta)
    const noise = 2 * (this.squares / width) * confidence
    const floor = (2 / 3) * confidence
    let n = 0
    let older = 0
    for (let row = rowsMost - 1; row >= 0; row--) {
      const at = row * (perRow + 1)
      const end = at + (used[row] as number)
      for (let i = at; i < end; i++) {
        n += 2 ** row
        older += sums[i] as number
        const left = width - n
        if (n < least || left < least) continue
        const share = 1 / n + 1 / left
        const gap = Math.abs(older / n - (sum - older) / left)
        if (gap > Math.sqrt(noise * share) + floor * share) return true
      }
    }
    return false
  }
}
