import { connect } from "node:net";

/** Sends bytes to a port of this machine as they are, and gives everything that comes back until the end. */
export function sendRaw(port: number, lines: readonly string[], body = ""): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(
      port,
      "127.0.0.1",
      () => void socket.write(`${lines.join("\r\n")}\r\n\r\n${body}`),
    );
    let answer = "";
    socket
      .setEncoding("latin1")
      .on("data", (text) => void (answer += text))
      .on("error", reject)
      .on("close", () => resolve(answer));
  });
}

/** The status of a raw answer. */
export function statusOf(answer: string): number {
  return Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? NaN);
}
