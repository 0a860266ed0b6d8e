/** What an outcome join keeps until the label comes. */
interface Entry<Pending> {
  readonly pending: Pending
  readonly unit: string | undefined
  readonly expiresAt: number
  /** Counts up with every decision kept: its place in the ring. */
  readonly sequence: number
}

/** Bounds of an outcome join. */
export interface OutcomeJoinOptions {
  /** Decisions kept at most; the oldest goes first. */
  readonly capacity: number
  /** Milliseconds a decision waits for its label. */
  readonly ttl: number
}

/** Why a label found no decision, or that it did. */
export type Joined<Pending> =
  | { readonly kind: 'joined'; readonly pending: Pending }
  | { readonly kind: 'unknown' }

/**
 * Keeps decisions until their labels arrive: a map, and a ring of ids in order of arrival. Each decision is
 * joined at most once; what is evicted, expired or never known answers `unknown`, and is counted.
 *
 * O(1) per operation but for `forget`; memory is bounded by `capacity` times what one `Pending` holds. An
 * expired decision is let go when its label comes or its place in the ring is needed.
 *
 * @example
 * const join = new OutcomeJoin<{ p: number }>({ capacity: 1_000, ttl: 86_400_000 })
 * join.put('order-17', { p: 0.3 }, 'user-17', 0)
 * join.take('order-17', 60_000) // { kind: 'joined', pending: { p: 0.3 } }
 * join.take('order-17', 60_000) // { kind: 'unknown' }
 */
export class OutcomeJoin<Pending> {
  joined = 0
  unknown = 0
  evicted = 0
  expired = 0
  private readonly entries: Map<string, Entry<Pending>> = new Map()
  private readonly ring: string[] = []
  private readonly options: OutcomeJoinOptions
  private sequence = 0

  constructor(options: OutcomeJoinOptions) {
    this.options = options
  }

  /** How many decisions wait. */
  get size(): number {
    return this.entries.size
  }

  /** Keeps a decision until `expiresAt`, at most for `ttl`; one already kept under the same id is replaced. */
  put(
    id: string,
    pending: Pending,
    unit: string | undefined,
    now: number,
    expiresAt: number = Infinity,
  ): void {
    const { capacity, ttl } = this.options
    const sequence = this.sequence++
    const place = sequence % capacity
    const old = this.ring[place]
    const oldest = old === undefined ? undefined : this.entries.get(old)
    // The id may have been joined since, or kept anew under another place.
    if (old !== undefined && oldest?.sequence === sequence - capacity) {
      if (oldest.expiresAt <= now) this.expired++
      else this.evicted++
      this.entries.delete(old)
    }
    this.ring[place] = id
    this.entries.set(id, { pending, unit, expiresAt: Math.min(expiresAt, now + ttl), sequence })
  }

  /** Takes a decision out for its label. */
  take(id: string, now: number): Joined<Pending> {
    const entry = this.entries.get(id)
    if (entry !== undefined) this.entries.delete(id)
    if (entry === undefined || entry.expiresAt <= now) {
      if (entry !== undefined) this.expired++
      this.unknown++
      return { kind: 'unknown' }
    }
    this.joined++
    return { kind: 'joined', pending: entry.pending }
  }

  /** Removes everything kept of a unit; returns how many decisions went that had not expired. O(size). */
  forget(unit: string, now: number = -Infinity): number {
    let removed = 0
    for (const [id, entry] of this.entries) {
      if (entry.unit !== unit) continue
      this.entries.delete(id)
      if (entry.expiresAt > now) removed++
    }
    return removed
  }
}
