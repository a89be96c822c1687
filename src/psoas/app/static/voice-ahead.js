// How much earlier this browser speaks a cue, for headphones that play it late.

const KEY = "psoas_voice_ahead_ms";
export const MOST = 1000;

// Milliseconds from 0 to 1000.
export function voiceAhead() {
  try {
    return Math.min(MOST, Math.max(0, Math.round(Number(localStorage.getItem(KEY)) || 0)));
  } catch {
    return 0;
  }
}

export function keepVoiceAhead(milliseconds) {
  try {
    localStorage.setItem(KEY, String(milliseconds));
  } catch {
    // a browser that keeps nothing speaks in time
  }
}
