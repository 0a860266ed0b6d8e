// The call to the model server: what `guard` is put around.
import type { GuardTarget } from 'plimsoll'
import type { fraud } from './contract.ts'

/** The model server answered, but not with a score. */
export class ModelServerError extends Error {
  override readonly name = 'ModelServerError'
  readonly status: number
  /** Milliseconds the server asked us to wait; plimsoll's retry heeds a property of this name on any error. */
  readonly retryAfter: number | undefined

  constructor(status: number, retryAfter: number | undefined) {
    super(`the model server answered ${status}`)
    this.status = status
    this.retryAfter = retryAfter
  }
}

/** Whether the server is to blame: only then is the call retried, counted by the breaker, or stood in for. */
export function isServersFault(failure: unknown): boolean {
  if (!(failure instanceof ModelServerError)) return true
  return failure.status >= 500 || failure.status === 429
}

/** Makes the call. It hands `signal` to fetch, so that a call given up costs the server nothing more. */
export function scoreAt(url: string): GuardTarget<typeof fraud> {
  return async (payment, { id, signal }) => {
    const response = await fetch(`${url}/score`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-request-id': id },
      body: JSON.stringify(payment),
      signal,
    })
    if (!response.ok) {
      // Read to its end or cancelled: else the connection can't be used again.
      await response.body?.cancel()
      throw new ModelServerError(response.status, retryAfterOf(response.headers))
    }
    // A Response can be read once, and the cache or a second look would read it twice: its data go on.
    // What they are is the contract's to check.
    return (await response.json()) as { risk: number }
  }
}

/** Reads `Retry-After`, which is in seconds or a date, as milliseconds. */
function retryAfterOf(headers: Headers): number | undefined {
  const text = headers.get('retry-after')
  if (text === null) return undefined
  const seconds = Number(text)
  const ms = Number.isNaN(seconds) ? Date.parse(text) - Date.now() : seconds * 1_000
  return Number.isNaN(ms) ? undefined : Math.max(0, ms)
}
