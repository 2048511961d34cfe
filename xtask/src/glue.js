// The way of values between the engine and the page, in place of what wasm-bindgen writes for browsers of every age and for
// closures that come and go: ours stay for as long as the page. The names are wasm-bindgen's where it asks for them. All
// addresses lie in the first two gibibytes, so that none is negative.

let wasm;
let bytes = new Uint8Array();
let view;
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
const encoder = new TextEncoder();

/** The engine's memory, as bytes and as a view. The bytes are none once it has grown. */
function memory() {
    if (!bytes.length) {
        bytes = new Uint8Array(wasm.memory.buffer);
        view = new DataView(wasm.memory.buffer);
    }
    return bytes;
}

const getArrayU8FromWasm0 = (at, length) => memory().subarray(at, at + length);
const getStringFromWasm0 = (at, length) => decoder.decode(getArrayU8FromWasm0(at, length));
const isLikeNone = (value) => value == null;

function addToExternrefTable0(value) {
    const at = wasm.__externref_table_alloc();
    wasm.__wbindgen_externrefs.set(at, value);
    return at;
}

function takeFromExternrefTable0(at) {
    const value = wasm.__wbindgen_externrefs.get(at);
    wasm.__externref_table_dealloc(at);
    return value;
}

/** Gives the engine a text, or none, where it awaits an address and a length. Most are short, and sooner copied than encoded. */
function giveText(to, text) {
    let length = 0;
    let at = 0;
    if (text != null) {
        length = text.length;
        at = wasm.__wbindgen_malloc(length, 1);
        const into = memory();
        let index = 0;
        for (let code; index < length && (code = text.charCodeAt(index)) < 128; index += 1) into[at + index] = code;
        if (index < length) {
            const encoded = encoder.encode(text);
            at = wasm.__wbindgen_realloc(at, length, (length = encoded.length), 1);
            memory().set(encoded, at);
        }
    }
    memory();
    view.setInt32(to, at, true);
    view.setInt32(to + 4, length, true);
}

/** Gives the engine a number, or none, where it awaits whether there is one and the number. */
function giveNumber(to, number) {
    memory();
    view.setInt32(to, number != null, true);
    view.setFloat64(to + 8, number ?? 0, true);
}

/** A function that keeps what `act` throws for the engine to find. */
const caught = (act) => (...parts) => {
    try {
        return act(...parts);
    } catch (error) {
        wasm.__wbindgen_exn_store(addToExternrefTable0(error));
    }
};

const makeClosure = (first, second, act) => (...parts) => act(first, second, ...parts);

/** Begins: a response that says it is wasm is compiled while it comes, anything else from its bytes. */
export default async function init({ module_or_path: source }) {
    const start = source instanceof Response ? WebAssembly.instantiateStreaming : WebAssembly.instantiate;
    wasm = (await start(source, __wbg_get_imports())).instance.exports;
    wasm.__wbindgen_start();
    return wasm;
}
