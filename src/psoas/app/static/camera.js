// The camera of this device: asked for, chosen among several, and remembered in this browser.

import { filled } from "/static/words.js";

const KEPT = "psoas-camera";
const WANTED = { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30 } };

// A stream of the camera with this id, else of the one used last, else of any. Throws an Error with one of the words,
// which have the names of the browser's errors, and "elsewhere" and "unusable".
export async function openCamera(words, id = localStorage.getItem(KEPT)) {
  if (!navigator.mediaDevices) throw new Error(words.elsewhere);
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ video: { ...WANTED, deviceId: id ? { ideal: id } : undefined }, audio: false });
    localStorage.setItem(KEPT, idOf(stream));
    return stream;
  } catch (error) {
    throw new Error(words[error.name] ?? words.unusable);
  }
}

// All cameras: [{id, label}]. They have names only after the person has allowed one; the others get this one, with a number.
export async function cameras(name) {
  const devices = await navigator.mediaDevices.enumerateDevices();
  return devices.filter((one) => one.kind === "videoinput").map((one, number) => ({ id: one.deviceId, label: one.label || filled(name, { number: number + 1 }) }));
}

export function idOf(stream) {
  return stream.getVideoTracks()[0].getSettings().deviceId ?? "";
}
