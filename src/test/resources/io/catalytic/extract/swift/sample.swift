import Foundation
import struct Swift.Array
@testable import Queue

typealias Handler = (String) -> Void

protocol Store: AnyObject {
    associatedtype Item
    var size: Int { get }
    func get(_ key: String, or fallback: Item?) -> Item?
    init(size: Int)
}

@objc
public final class Queue<T>: Base, Store {
    private var items: [T] = []

    init(size: Int = 10, items rest: T...) {
        super.init()
    }

    deinit {}

    @discardableResult
    override func push(_ item: inout T, at index: Int) throws -> Bool {
        func inner(n: Int) -> Int { n }
        let twice = { (x: Int) in x * 2 }
        return true
    }

    static func == (lhs: Queue, rhs: Queue) -> Bool { true }

    class func shared() -> Queue? { nil }
}

struct Point {
    let x: Int
    func moved(by dx: Int) -> Point { self }
}

enum Mode: String {
    case on, off
    indirect enum Tree { case leaf }
}

extension Point {
    static let zero = Point(x: 0)
    mutating func reset() {}
}

actor Counter {
    func add(_ n: Int) async {}
}

func free<T>(of value: T) -> T { value }
