/** The version of this package: the version of its OpenTelemetry scope. */
export const version = '0.0.0'
