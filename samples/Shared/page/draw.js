// A canvas to draw on with mouse, pen or finger. Tells of each change as bytes of brightness, 112 a side.
const side = 112;

export function pad(canvas, changed) {
    const context = canvas.getContext('2d');
    const small = new OffscreenCanvas(side, side).getContext('2d', { willReadFrequently: true });
    let last = null, waiting = false;

    function clear() {
        context.fillStyle = '#fff';
        context.fillRect(0, 0, canvas.width, canvas.height);
    }

    function at(event) {
        const box = canvas.getBoundingClientRect();
        return [(event.clientX - box.left) * canvas.width / box.width, (event.clientY - box.top) * canvas.height / box.height];
    }

    function draw(to) {
        context.lineCap = context.lineJoin = 'round';
        context.lineWidth = canvas.width / 9;
        context.strokeStyle = '#000';
        context.beginPath();
        context.moveTo(...last);
        context.lineTo(...to);
        context.stroke();
        last = to;
    }

    function tell() {
        if (waiting) return;
        waiting = true;
        requestAnimationFrame(() => {
            waiting = false;
            small.drawImage(canvas, 0, 0, side, side);
            const colours = small.getImageData(0, 0, side, side).data;
            changed(Uint8Array.from({ length: side * side }, (_, i) => colours[4 * i]), side, side);
        });
    }

    canvas.addEventListener('pointerdown', event => {
        canvas.setPointerCapture(event.pointerId);
        last = at(event);
        draw(last);
        tell();
    });
    canvas.addEventListener('pointermove', event => {
        if (last === null) return;
        draw(at(event));
        tell();
    });
    for (const end of ['pointerup', 'pointercancel']) canvas.addEventListener(end, () => last = null);
    clear();
    return { clear() { clear(); tell(); } };
}

// The same for a page in .NET, whose method Read is called.
export function padFor(canvas, page) {
    return pad(canvas, (pixels, width, height) => page.invokeMethodAsync('Read', pixels, width, height));
}
