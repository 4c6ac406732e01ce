import type { McpUiHostContext } from "@modelcontextprotocol/ext-apps";

/** Numbers, money and times as the person reads them: in the locale and time zone that the host names. */
export interface Format {
  money(pounds: number): string;
  /** Money without pence, for big numbers and axes. */
  roundMoney(pounds: number): string;
  number(value: number): string;
  percent(share: number): string;
  /** A calendar day given as `2026-11-20`, which has no time zone. */
  day(date: string): string;
  longDay(date: string): string;
  time(instant: string): string;
  dateTime(instant: string): string;
  duration(seconds: number): string;
}

/** Formatters for a host context; without a locale or time zone the browser's own count. */
export function createFormat({
  locale,
  timeZone,
}: Pick<McpUiHostContext, "locale" | "timeZone"> = {}): Format {
  const zone = timeZone === undefined ? {} : { timeZone };
  const money = new Intl.NumberFormat(locale, { style: "currency", currency: "GBP" });
  const round = new Intl.NumberFormat(locale, {
    style: "currency",
    currency: "GBP",
    maximumFractionDigits: 0,
  });
  const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const percent = new Intl.NumberFormat(locale, {
    style: "percent",
    maximumFractionDigits: 0,
    signDisplay: "exceptZero",
  });
  const day = new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", timeZone: "UTC" });
  const longDay = new Intl.DateTimeFormat(locale, {
    weekday: "short",
    day: "numeric",
    month: "long",
    timeZone: "UTC",
  });
  const time = new Intl.DateTimeFormat(locale, { timeStyle: "medium", ...zone });
  const dateTime = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short", ...zone });
  const minutes = new Intl.NumberFormat(locale, { style: "unit", unit: "minute" });
  const seconds = new Intl.NumberFormat(locale, { style: "unit", unit: "second" });
  return {
    money: (pounds) => money.format(pounds),
    roundMoney: (pounds) => round.format(pounds),
    number: (value) => number.format(value),
    percent: (share) => percent.format(share),
    day: (date) => day.format(new Date(date)),
    longDay: (date) => longDay.format(new Date(date)),
    time: (instant) => time.format(new Date(instant)),
    dateTime: (instant) => dateTime.format(new Date(instant)),
    duration(total) {
      const whole = Math.floor(total / 60);
      const rest = total % 60;
      const parts = [...(whole ? [minutes.format(whole)] : []), ...(rest ? [seconds.format(rest)] : [])];
      return parts.join(" ");
    },
  };
}
