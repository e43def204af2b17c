package com.example.queue

import scala.collection.mutable
import scala.util.{Try, Success => Ok}
import java.util._

trait Store[T] {
  def get(key: String): Option[T]
  def close(): Unit = ()
}

case class Point(x: Int, y: Int)

abstract class Queue[T](max: Int) extends Store[T] {
  type Item = T
  private val items = mutable.Queue.empty[T]

  def this() = this(10)

  override def get(key: String): Option[T] = {
    def inner(n: Int) = n
    items.headOption
  }

  def fold[A](zero: A)(f: (A, T) => A, rest: Int*)(implicit ord: Ordering[A]): A = zero

  def size = items.size
  def +(item: T): Queue[T] = this
}

object Queue {
  def apply[T](items: T*): Queue[T] = ???

  class Builder {
    def build(): Unit = ()
  }
}

enum Mode {
  case On, Off
}

package object tools {
  def tool(name: String = "x"): Unit = ()
}
