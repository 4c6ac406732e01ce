/** Bounds of the relay. Each can be set in the config's `vitrine.limits`. */
export interface Limits {
  /** Pages with an open stream at one time. */
  readonly pages: number;
  /** Requests of one page that wait for an upstream. */
  readonly requestsPerPage: number;
  /** Processes of stdio servers, over all pages. */
  readonly processes: number;
  /** Bytes of one request's body. */
  readonly requestBytes: number;
  /** Bytes of one message from a server: a JSON body, one event of an event stream, one line of a process. */
  readonly messageBytes: number;
  /** Seconds until a connection to an upstream must stand. */
  readonly connectSeconds: number;
  /** Seconds until an upstream must have begun its answer. */
  readonly answerSeconds: number;
  /** Seconds that a JSON body may pause. Event streams may be silent for as long as their connection lives. */
  readonly idleSeconds: number;
}

export const defaultLimits: Limits = {
  pages: 32,
  requestsPerPage: 256,
  processes: 64,
  requestBytes: 8 * 1024 * 1024,
  messageBytes: 64 * 1024 * 1024,
  connectSeconds: 10,
  answerSeconds: 300,
  idleSeconds: 60,
};
