// The camera of this device: asked for, chosen among several, and remembered in this browser.

const KEPT = "psoas-camera";
const WANTED = { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30 } };
const WHY = {
  NotFoundError: "No camera was found. Plug one in, then try again.",
  NotAllowedError: "The browser may not use the camera. Allow it: press the sign beside the address, choose Allow, then try again.",
  NotReadableError: "Another program has the camera. Close it, then try again.",
};

// A stream of the camera with this id, else of the one used last, else of any. Throws an Error with plain words.
export async function openCamera(id = localStorage.getItem(KEPT)) {
  if (!navigator.mediaDevices) throw new Error("This browser gives no camera at this address. Use the computer on which the coach runs.");
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ video: { ...WANTED, deviceId: id ? { ideal: id } : undefined }, audio: false });
    localStorage.setItem(KEPT, idOf(stream));
    return stream;
  } catch (error) {
    throw new Error(WHY[error.name] ?? "The camera cannot be used here.");
  }
}

// All cameras: [{id, label}]. They have names only after the person has allowed one.
export async function cameras() {
  const devices = await navigator.mediaDevices.enumerateDevices();
  return devices.filter((one) => one.kind === "videoinput").map((one, number) => ({ id: one.deviceId, label: one.label || `Camera ${number + 1}` }));
}

export function idOf(stream) {
  return stream.getVideoTracks()[0].getSettings().deviceId ?? "";
}
