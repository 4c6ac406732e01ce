import { useEffect, useState } from "react";
import { armAfterCalm } from "./arming.ts";

/** Whether what is asked has stood there long enough to be answered; begins anew when `subject` changes. */
export function useArmed(subject: string | undefined): boolean {
  const [armedFor, setArmedFor] = useState<{ readonly subject: string | undefined }>();
  useEffect(() => armAfterCalm((armed) => setArmedFor(armed ? { subject } : undefined)), [subject]);
  return armedFor !== undefined && armedFor.subject === subject;
}
