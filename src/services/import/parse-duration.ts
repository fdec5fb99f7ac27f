const ISO =
  /^P(?:(\d+(?:[.,]\d+)?)Y)?(?:(\d+(?:[.,]\d+)?)M)?(?:(\d+(?:[.,]\d+)?)W)?(?:(\d+(?:[.,]\d+)?)D)?(?:T(?:(\d+(?:[.,]\d+)?)H)?(?:(\d+(?:[.,]\d+)?)M)?(?:(\d+(?:[.,]\d+)?)S)?)?$/i;
/** Of a year (365 days), a month (30 days), a week, a day, an hour, a minute, a second. */
const SECONDS = [31_536_000, 2_592_000, 604_800, 86_400, 3600, 60, 1];

/**
 * Seconds of an ISO 8601 duration such as `PT1H30M` or `P1DT2.5S`, not rounded. Years count 365 days and months 30.
 * @returns null where the text is none, or names no part
 */
export function parseDuration(text: string): number | null {
  const parts = ISO.exec(text.trim())?.slice(1);
  if (!parts || parts.every((part) => part === undefined)) return null;
  return parts.reduce(
    (sum, part, i) => sum + (part === undefined ? 0 : Number(part.replace(',', '.')) * SECONDS[i]),
    0,
  );
}
