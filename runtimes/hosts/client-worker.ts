// A second worker in workerd, in front of the app: when it gives a request up, workerd ends that request in the
// app as it does when a client leaves. A connection that is closed is not noticed before the answer.
import { leaving } from '../requests/send.ts'

interface Bindings {
  readonly APP: { fetch(url: string, init: { readonly signal?: AbortSignal }): Promise<Response> }
}

const worker = {
  async fetch(request: Request, { APP }: Bindings): Promise<Response> {
    const leaveAfter = request.headers.get('leave-after')
    try {
      return await APP.fetch(request.url, leaving(leaveAfter === null ? undefined : Number(leaveAfter)))
    } catch (error) {
      return new Response(String(error), { status: 502 })
    }
  },
}

// oxlint-disable-next-line import/no-default-export -- what the runtime looks for
export default worker
