/** What the app answers to one request; each kind of request has its part of it. */
export interface Reply {
  /** The code of the error, `other` for one that is not plimsoll's. */
  readonly code?: string
  readonly message?: string
  readonly user?: string
  readonly id?: string
  readonly source?: string
  readonly variant?: string | undefined
  readonly attempts?: number
  /** What became of a label. */
  readonly result?: string
  /** How often the target was called. */
  readonly asked?: number
  readonly inFlight?: number
  readonly aborted?: number
  readonly faults?: Readonly<Record<string, number>>
  /** How the rollout stands. */
  readonly state?: string | undefined
  readonly drained?: boolean
}

/**
 * Sends one request to the app; its client leaves after `leaveAfter` milliseconds, where that is given. Rejects
 * when the app does not answer with data.
 */
export type Send = (path: string, leaveAfter?: number) => Promise<Reply>

/** Sends over http, each request of its own. */
export function overHttp(origin: string): Send {
  return async (path, leaveAfter) => {
    const response = await fetch(origin + path, leaving(leaveAfter))
    if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`)
    return (await response.json()) as Reply
  }
}

/** Calls the handler in this very process, where nothing can be served. */
export function byCall(handle: (request: Request) => Promise<Response>): Send {
  return async (path, leaveAfter) => {
    const request = new Request(`http://app${path}`, leaving(leaveAfter))
    const response = await handle(request)
    request.signal.throwIfAborted()
    return (await response.json()) as Reply
  }
}

/** What makes a client leave. */
export function leaving(after: number | undefined): { readonly signal?: AbortSignal } {
  return after === undefined ? {} : { signal: AbortSignal.timeout(after) }
}
