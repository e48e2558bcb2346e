/**
 * Answers the page's requests for thumbnails and filmstrips with drawings made on the spot. With `?few` in the page's
 * address they are made once and given again and again, so that a bench measures the timeline and not their making.
 */
export function answerWithPictures(): void {
  const isFew = new URLSearchParams(location.search).has("few");
  const made = new Map<string, Promise<Blob>>();
  const answer = async (moments: readonly number[], height: number): Promise<Response> => {
    const key = `${moments.join()}|${height}`;
    const blob = made.get(key) ?? drawPicture(moments, height);
    if (isFew) made.set(key, blob);
    return new Response(await blob);
  };
  const numberOf = (digits: string | undefined, base: number) => {
    const number = parseInt(digits ?? "0", base);
    return isFew ? number % 24 : number;
  };
  const passOn = window.fetch.bind(window);
  window.fetch = async (input, init) => {
    const url = typeof input === "string" ? input : input instanceof URL ? input.href : input.url;
    const thumbnail = /images\/([0-9a-f]{64})\/thumbnail$/.exec(url);
    if (thumbnail) return answer([numberOf(thumbnail[1], 16)], 240);
    const strip = /takes\/take-(\d+)\/filmstrip/.exec(url);
    if (!strip) return passOn(input, init);
    const first = numberOf(strip[1], 10);
    const moments = Array.from({ length: 8 }, (_, tile) => first + tile / 8);
    return answer(moments, 64);
  };
}

async function drawPicture(moments: readonly number[], height: number): Promise<Blob> {
  const width = Math.round(height * 1.6);
  const canvas = new OffscreenCanvas(width * moments.length, height);
  const context = canvas.getContext("2d");
  if (!context) throw new Error("this browser has no 2D canvas");
  moments.forEach((moment, place) => {
    context.save();
    context.translate(place * width, 0);
    context.beginPath();
    context.rect(0, 0, width, height);
    context.clip();
    drawWalker(context, { moment, width, height });
    context.restore();
  });
  return await canvas.convertToBlob({ type: "image/webp" });
}

/** A figure that walks from left to right under a moon. */
function drawWalker(
  context: OffscreenCanvasRenderingContext2D,
  scene: { moment: number; width: number; height: number },
): void {
  const { moment, width, height } = scene;
  const unit = height / 100;
  context.fillStyle = `hsl(${(moment * 23) % 360} 28% 88%)`;
  context.fillRect(0, 0, width, height);
  context.fillStyle = `hsl(${(moment * 23) % 360} 24% 74%)`;
  context.fillRect(0, height * 0.78, width, height * 0.22);
  const x = width * (0.12 + (0.76 * (moment % 6)) / 6);
  const swing = Math.sin(moment * 5) * 10 * unit;
  context.strokeStyle = "#23252b";
  context.lineWidth = 3.4 * unit;
  context.lineCap = "round";
  context.beginPath();
  context.arc(x, 32 * unit, 8 * unit, 0, 7);
  context.moveTo(x, 40 * unit);
  context.lineTo(x - 2 * unit, 62 * unit);
  context.lineTo(x - swing, 86 * unit);
  context.moveTo(x - 2 * unit, 62 * unit);
  context.lineTo(x + swing, 86 * unit);
  context.moveTo(x - swing, 56 * unit);
  context.lineTo(x, 45 * unit);
  context.lineTo(x + swing, 56 * unit);
  context.stroke();
}
