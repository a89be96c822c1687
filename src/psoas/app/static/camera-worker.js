// Takes pictures from the camera, sends them to the coach, and hands its answers on. It is a worker, so that drawing
// the page never keeps a picture waiting. One picture is on its way at a time; the next is the newest there is then.

const QUALITY = 0.85;
const LEAST_MS = 50; // no more than twenty pictures a second: the stretch is slow, and a laptop has a fan
const END_MS = 1000; // the last word goes out, and the last frame is closed, before the worker ends

let socket, side, canvas, pen;
let newest = null; // a VideoFrame or ImageBitmap, to be closed by whoever drops it
let over = false;
let wake = null;
let asksPage = false;
let sentAt = -Infinity;

onmessage = ({ data }) => {
  if (data.start) start(data);
  else if (data.stop) stop();
  else if (data.frames) watch(data.frames.getReader());
  else if (data.picture) keep(data.picture);
  else if (data.word && socket?.readyState === WebSocket.OPEN) socket.send(data.word);
};

function start({ address, longestSide, frames }) {
  side = longestSide;
  asksPage = !frames;
  socket = new WebSocket(address);
  socket.onopen = send;
  socket.onclose = () => postMessage({ closed: true });
  socket.onmessage = (event) => {
    const told = JSON.parse(event.data);
    if (told.taken === undefined) return postMessage({ told });
    const picture = told.skipped || told.error ? null : canvas.transferToImageBitmap();
    postMessage({ told, picture }, picture ? [picture] : []);
    if (told.stage !== "done") send();
  };
  if (frames) watch(frames.getReader());
}

async function watch(reader) {
  while (!over) {
    const { value, done } = await reader.read().catch(() => ({ done: true }));
    if (done) return;
    keep(value);
  }
  await reader.cancel().catch(() => {});
}

function stop() {
  over = true;
  newest?.close();
  newest = null;
  socket?.close();
  setTimeout(close, END_MS);
}

function keep(picture) {
  if (over) return picture.close();
  newest?.close();
  newest = picture;
  wake?.();
}

async function picture() {
  const wait = sentAt + LEAST_MS - performance.now();
  if (wait > 0) await new Promise((done) => setTimeout(done, wait));
  if (asksPage) postMessage({ wanted: true });
  if (!newest) await new Promise((done) => (wake = done));
  const taken = newest;
  newest = wake = null;
  return taken;
}

async function send() {
  const source = await picture();
  const width = source.displayWidth ?? source.width;
  const height = source.displayHeight ?? source.height;
  const scale = Math.min(1, side / Math.max(width, height));
  const size = [Math.round(width * scale), Math.round(height * scale)];
  if (!canvas || canvas.width !== size[0] || canvas.height !== size[1]) {
    canvas = new OffscreenCanvas(...size);
    pen = canvas.getContext("2d", { alpha: false, willReadFrequently: true });
  }
  sentAt = performance.now();
  const header = new DataView(new ArrayBuffer(8));
  header.setFloat64(0, performance.timeOrigin + sentAt, true);
  pen.drawImage(source, 0, 0, ...size);
  source.close();
  const jpeg = await canvas.convertToBlob({ type: "image/jpeg", quality: QUALITY });
  if (socket.readyState === WebSocket.OPEN) socket.send(new Blob([header, jpeg]));
}
