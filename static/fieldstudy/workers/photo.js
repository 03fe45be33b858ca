/**
 * Draws a photo anew, smaller and without metadata, off the page's own thread. A classic script, so
 * that older web views take it too.
 *
 * In: `{ number, photo, longest, quality }`. Out: `{ number, blob }` or `{ number, problem }`.
 */
addEventListener('message', async (event) => {
  const { number, photo, longest, quality } = /** @type {MessageEvent} */ (event).data;
  try {
    const picture = await createImageBitmap(photo, { imageOrientation: 'from-image' });
    const scale = Math.min(1, longest / Math.max(picture.width, picture.height));
    const width = Math.round(picture.width * scale);
    const height = Math.round(picture.height * scale);
    const canvas = new OffscreenCanvas(width, height);
    const pen = canvas.getContext('2d');
    if (!pen) throw new Error('no canvas');
    // What is see-through becomes paper, not black.
    pen.fillStyle = '#fff';
    pen.fillRect(0, 0, width, height);
    pen.drawImage(picture, 0, 0, width, height);
    picture.close();
    postMessage({ number, blob: await canvas.convertToBlob({ type: 'image/jpeg', quality }) });
  } catch (problem) {
    postMessage({ number, problem: String(problem) });
  }
});
