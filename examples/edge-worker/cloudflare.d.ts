// What of Cloudflare's types this example needs; in a worker of yours they come with wrangler.
declare module 'cloudflare:workers' {
  export interface KVNamespace {
    get(key: string): Promise<string | null>
    put(key: string, value: string, options?: { readonly expirationTtl?: number }): Promise<void>
    delete(key: string): Promise<void>
  }
  /** The worker's bindings. */
  export const env: { readonly ANSWERS: KVNamespace; readonly MODEL_URL: string }
  /** Keeps the worker alive after its response, until the promise settles. */
  export function waitUntil(promise: Promise<unknown>): void
}
