#!/usr/bin/env python3
"""Check a proof of a path without any of Catalytic's code: check_proof.py PROOF ROOT."""
import base64, hashlib, json, re, struct, sys
def sha(*parts):
    return hashlib.sha256(b"".join(parts)).digest()
def need(holds, why):
    if not holds:
        sys.exit("does not hold: " + why)
def raw(text):
    need(re.fullmatch("[0-9a-f]{64}", text), "a hash is 64 hex digits")
    return bytes.fromhex(text)
def u64(value, least):
    need(type(value) is int and least <= value < 2**63, "a number is out of range")
    return struct.pack(">Q", value)
def bit(key, i):
    return key[i // 8] >> 7 - i % 8 & 1
def root_of(proof):
    need(re.fullmatch(r"1\.\d+", proof["schema_version"]), "it has another version")
    need(proof["construction"] == "catalytic/1", "it is of another construction")
    path = base64.b64decode(proof["path_base64"]) if "path_base64" in proof else proof["path"].encode()
    key, siblings = sha(path), [raw(sibling) for sibling in proof["siblings"]]
    need(len(siblings) <= 256 and (not siblings or any(siblings[-1])), "no trie has such siblings")
    need(("entry" in proof, "other" in proof) == (proof["present"] is True, proof["present"] is False), "unclear")
    if proof["present"]:
        entry, kind = proof["entry"], {"file": 1, "directory": 2, "symlink": 3}[proof["entry"]["type"]]
        need(re.fullmatch("[0-7]{4}", entry["mode"]) and ("digest" in entry) == (kind != 2), "no such entry")
        value = struct.pack(">BBI", 1, kind, int(entry["mode"], 8)) + u64(entry["size"], 0)
        node = sha(b"\0", key, sha(value, raw(entry.get("digest", "0" * 64)), b"\0\0"))
    elif proof["other"] is None:
        need(0 < len(siblings) < 256, "nothing can be empty there")
        node = bytes(32)
    else:
        other = raw(proof["other"]["key"])
        need(other != key and all(bit(other, i) == bit(key, i) for i in range(len(siblings))), "not in the way")
        node = sha(b"\0", other, raw(proof["other"]["value_hash"]))
    for i in reversed(range(len(siblings))):
        node = sha(b"\1", siblings[i], node) if bit(key, i) else sha(b"\1", node, siblings[i])
    return sha(b"\2catalytic/1", u64(proof["entries"], 1), u64(proof["bytes"], 0), node).hex()
proof = json.load(open(sys.argv[1], encoding="utf-8"))
need(root_of(proof) == proof["root"] == sys.argv[2], "it does not lead to that root")
