// Times of the day as people read and write them, and minutes of the day.
export const DAY = 1440;

// One style of the clock on the whole page, that of the browser's language, which time fields have, too.
const HALVES = new Intl.DateTimeFormat(undefined, { hour: "numeric" }).resolvedOptions().hour12;
export const digits = (number) => String(number).padStart(2, "0");
export const clock = (minute) => {
  const [hour, rest] = [Math.floor(minute / 60), digits(minute % 60)];
  return HALVES ? `${hour % 12 || 12}:${rest}\u00a0${hour % 24 < 12 ? "AM" : "PM"}` : `${digits(hour)}:${rest}`;
};
// The minute of a time as people write it, such as 13:00, 1:00 PM, 0930 or 9; null where it is none. The browser's own
// time field has the style of its menus, which may be another than that of the page.
export const minuteOf = (text) => {
  const found = /^\s*(\d{1,2})(?:[:.h ]?(\d{2}))?\s*([ap])?\.?m?\.?\s*$/i.exec(text);
  if (!found) return null;
  const [hour, minute, half] = [Number(found[1]), Number(found[2] ?? 0), found[3]?.toLowerCase()];
  if (minute > 59 || hour > (half ? 12 : 24) || (half && !hour)) return null;
  const at = half ? (hour % 12) * 60 + (half === "p" ? 720 : 0) + minute : hour * 60 + minute;
  return at <= DAY ? at : null;
};
export const hourMark = (minute) => (HALVES ? clock(minute).replace(":00", "") : clock(minute));
export const showTimes = () =>
  document.querySelectorAll(".psoas-main time").forEach((one) => {
    const [hour, rest] = one.dateTime.split(":").map(Number);
    const text = clock(hour * 60 + rest);
    if (one.textContent !== text) one.textContent = text;
  });
