/**
 * Whether text is a W3C `traceparent` of version 00. One that is not is to be ignored, as the standard says:
 * it comes from whoever called.
 */
export function isTraceparent(text: string): boolean {
  return /^00-(?!0{32})[\da-f]{32}-(?!0{16})[\da-f]{16}-[\da-f]{2}$/.test(text)
}
