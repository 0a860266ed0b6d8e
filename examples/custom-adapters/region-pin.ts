// A stage: a tenant's data are worked on in the tenant's own region, or not at all.
import { defineStage } from 'plimsoll'
import type { Call, Stage } from 'plimsoll'

/** The call was refused: this service does not work in the tenant's region, or nobody knows the region. */
export class RegionError extends Error {
  override readonly name = 'RegionError'

  constructor(message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
  }
}

/** Options of `RegionPin`. */
export interface RegionPinOptions {
  /** Regions this service works in. */
  readonly serves: readonly string[]
  /** Looks up the home region of a tenant; `undefined` for one that nobody knows. Gives up with the signal. */
  readonly lookUp: (tenant: string, signal: AbortSignal) => Promise<string | undefined>
  /** Whose data a call holds. @default the call's tenant */
  readonly whose?: (call: Call) => string | undefined
  /** Tenants remembered at most; the one known longest is looked up anew. @default 1000 */
  readonly capacity?: number
}

/** Pins calls to regions: its `stage` refuses, and `regionOf` tells the target where to go. */
export class RegionPin {
  readonly stage: Stage
  private readonly options: Required<RegionPinOptions>
  private readonly known = new Map<string, string>()

  constructor(options: RegionPinOptions) {
    this.options = { whose: (call) => call.tenant, capacity: 1_000, ...options }
    // It holds nothing for a call, so it needs neither `leave` nor `error`.
    this.stage = defineStage({ name: 'region pin', enter: (call) => this.enter(call) })
  }

  /** The region of a tenant whose call was let through. */
  regionOf(tenant: string | undefined): string {
    const region = tenant === undefined ? undefined : this.known.get(tenant)
    if (region === undefined) throw new RegionError('no region is known for this tenant')
    return region
  }

  private enter(call: Call): void | Promise<void> {
    const tenant = this.options.whose(call)
    if (tenant === undefined) throw new RegionError('a call must say whose data it holds')
    const region = this.known.get(tenant)
    // Known tenants pass without a promise, and so without a wait.
    if (region === undefined) return this.find(tenant, call.signal)
    this.check(region)
  }

  private async find(tenant: string, signal: AbortSignal): Promise<void> {
    let region: string | undefined
    try {
      region = await this.options.lookUp(tenant, signal)
    } catch (error) {
      // Closed when in doubt: data must not leave their region because a directory was down.
      throw new RegionError('the region could not be looked up', error)
    }
    if (region === undefined) throw new RegionError('no region is known for this tenant')
    if (this.known.size >= this.options.capacity) this.known.delete(this.known.keys().next().value ?? '')
    this.known.set(tenant, region)
    this.check(region)
  }

  private check(region: string): void {
    if (!this.options.serves.includes(region))
      throw new RegionError(`this service does not work in ${region}`)
  }
}
