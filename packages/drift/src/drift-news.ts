import type { DriftVerdict } from '@plimsoll/core'
import type { DatasetVerdict } from './verdicts.ts'

/**
 * Remembers what was told of a monitor's verdicts, so that each change is told once.
 *
 * - An alarm is told at once, also within a window, and then not again while it stands: it is latched. Columns that join
 *   it are told, together, when `coolDown` is over.
 * - After it has ended, an alarm is told again where it has a column that was in none told within `coolDown`.
 * - `warn` and `inconclusive` are told of finished windows, each at most once within `coolDown`; `ok` whenever it
 *   ends something that was told.
 *
 * What is held back is told by the first window that still says it when `coolDown` is over. However often alarms come
 * and go, no more are told than one per column and `coolDown`.
 */
export class DriftNews {
  /** The verdict told last. */
  told: DriftVerdict = 'inconclusive'
  private readonly coolDown: number
  private readonly toldAt: Map<DriftVerdict, number> = new Map()
  /** When each column was last told to be in alarm. */
  private readonly alarmedAt: Map<string, number> = new Map()
  /** Columns told of the alarm that stands. */
  private readonly standing: Set<string> = new Set()

  /** @param coolDown milliseconds; 0 holds nothing back */
  constructor(coolDown: number) {
    this.coolDown = coolDown
  }

  /** Whether the verdict is news; if so it counts as told. `now` in milliseconds that never fall. */
  take(verdict: DatasetVerdict, now: number): boolean {
    if (!this.isNews(verdict, now)) return false
    if (verdict.verdict !== 'alarm' || this.told !== 'alarm') this.standing.clear()
    this.told = verdict.verdict
    this.toldAt.set(verdict.verdict, now)
    for (const name of verdict.verdict === 'alarm' ? verdict.moved : []) {
      this.standing.add(name)
      this.alarmedAt.set(name, now)
    }
    return true
  }

  /** Begins anew, as its monitor did; a column's alarm still is not told twice within a cool-down. */
  forget(): void {
    this.told = 'inconclusive'
    this.standing.clear()
  }

  private isNews({ verdict, finished, moved }: DatasetVerdict, now: number): boolean {
    const { told, toldAt, alarmedAt, standing } = this
    const isCooling = (since: number | undefined): boolean =>
      since !== undefined && now - since < this.coolDown
    if (verdict === 'alarm') {
      return told === 'alarm'
        ? moved.some((name) => !standing.has(name)) && !isCooling(toldAt.get('alarm'))
        : moved.some((name) => !isCooling(alarmedAt.get(name)))
    }
    if (!finished || verdict === told) return false
    return verdict === 'ok' || !isCooling(toldAt.get(verdict))
  }
}
