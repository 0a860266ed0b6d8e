declare module 'murmurhash-js' {
  export function murmur3(key: string, seed: number): number
}

declare module 'opossum' {
  export default class CircuitBreaker<Args extends unknown[], Result> {
    constructor(action: (...args: Args) => Promise<Result>, options?: { readonly timeout?: number | false })
    fire(...args: Args): Promise<Result>
    shutdown(): void
  }
}
