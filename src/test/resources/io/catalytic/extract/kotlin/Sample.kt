package com.example.queue

import kotlin.math.max
import java.util.*
import com.example.Base as Root

typealias Handler = (String) -> Unit

interface Store<T> {
    fun get(key: String): T?
    val size: Int
}

sealed class Result<out T>(val raw: T) {
    data class Ok<T>(val value: T) : Result<T>(value)
    object Empty : Result<Nothing>(TODO())
}

enum class Mode(val code: Int) {
    ON(1) {
        override fun label() = "on"
    },
    OFF(0);

    open fun label(): String = name
}

annotation class Marker(val name: String)

@Marker("queue")
class Queue<T>(private val max: Int = 10) : Root(), Store<T> {
    constructor(items: List<T>, vararg rest: T) : this(items.size) {
        fun inner(n: Int) = n
    }

    companion object {
        fun <T> of(vararg items: T): Queue<T> = Queue(items.size)
    }

    @Throws(Exception::class)
    override suspend fun get(key: String): T? {
        val twice = { n: Int -> n * 2 }
        return null
    }

    inner class Cursor {
        operator fun next(): Int = 1
    }
}

object Registry {
    fun register(name: String, block: (Int) -> Unit = { x -> println(x) }) {}
}

fun String.shout(times: Int): String = uppercase()
