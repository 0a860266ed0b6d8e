// The client of the provider: one completion, streamed.

/** The provider refused, or failed. */
export class ProviderError extends Error {
  override readonly name = 'ProviderError'
  readonly status: number
  /** Milliseconds the provider asked us to wait; plimsoll's retry heeds a property of this name on any error. */
  readonly retryAfter: number | undefined

  constructor(status: number, retryAfter: number | undefined) {
    super(`the provider answered ${status}`)
    this.status = status
    this.retryAfter = retryAfter
  }
}

/** The model's text is not the JSON it was asked for. Its message holds none of that text. */
class MalformedAnswerError extends Error {
  override readonly name = 'MalformedAnswerError'

  constructor() {
    super("the model's answer is no JSON")
  }
}

/** Whether asking again can help: not where the provider found fault with what was asked. */
export function isWorthRetrying(failure: unknown): boolean {
  if (!(failure instanceof ProviderError)) return true
  return failure.status >= 500 || failure.status === 429
}

/** What one completion is asked for. */
export interface CompletionRequest {
  readonly model: string
  readonly prompt: string
  readonly maxTokens: number
  /** On whose behalf. */
  readonly user: string
  /** The id of the call, for the provider's logs. */
  readonly id: string
  readonly signal: AbortSignal
  /** Told the tokens that were used, also those of an answer that is cut short or is of no use. */
  readonly onUsage: (tokens: number) => void
}

/** Counts tokens roughly: four characters each. */
export function countTokens(text: string): number {
  return Math.ceil(text.length / 4)
}

/** Asks for one completion and reads its stream to the end; an abort of `signal` ends the stream. */
export async function complete(url: string, request: CompletionRequest): Promise<unknown> {
  const { model, prompt, maxTokens, user, id, signal, onUsage } = request
  const response = await fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-request-id': id },
    body: JSON.stringify({
      model,
      user,
      max_tokens: maxTokens,
      stream: true,
      messages: [{ role: 'user', content: prompt }],
    }),
    signal,
  })
  if (!response.ok || response.body === null) {
    await response.body?.cancel()
    throw new ProviderError(response.status, retryAfterOf(response.headers))
  }
  let text = ''
  let used: number | undefined
  try {
    for await (const event of eventsOf(response.body)) {
      text += event.delta ?? ''
      used = event.usage ?? used
    }
  } finally {
    onUsage(used ?? countTokens(prompt) + countTokens(text))
  }
  try {
    return JSON.parse(text)
  } catch {
    throw new MalformedAnswerError()
  }
}

interface StreamEvent {
  /** The next piece of text. */
  readonly delta?: string
  /** Tokens used in all; in the last event. */
  readonly usage?: number
}

/** Reads server-sent events of JSON, up to `[DONE]`. */
async function* eventsOf(body: ReadableStream<Uint8Array>): AsyncGenerator<StreamEvent> {
  const reader = body.getReader()
  const decoder = new TextDecoder()
  let rest = ''
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    const blocks = (rest + decoder.decode(value, { stream: true })).split('\n\n')
    rest = blocks.pop() ?? ''
    for (const block of blocks) {
      if (!block.startsWith('data: ') || block === 'data: [DONE]') continue
      yield JSON.parse(block.slice('data: '.length)) as StreamEvent
    }
  }
}

/** Reads how long to wait: `retry-after-ms` where the provider gives it, else `Retry-After` in seconds. */
function retryAfterOf(headers: Headers): number | undefined {
  const exact = headers.get('retry-after-ms')
  const seconds = headers.get('retry-after')
  const ms = exact !== null ? Number(exact) : seconds !== null ? Number(seconds) * 1_000 : Number.NaN
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined
}
