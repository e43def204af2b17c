# frozen_string_literal: true

require 'json'
require_relative "queue/base"
load 'tasks.rb'
require name

module Tasks
  VERSION = "1.0"

  class Queue < Base
    attr_reader :items

    def initialize(items = [], *rest, limit: 10, mode:, **options, &block)
      @items = items
    end

    def self.build(config)
      new(config)
    end

    def <<(item)
      @items << item
      self
    end

    def size=(value)
      @size = value
    end

    def empty? = @items.empty?

    def each((key, value), ...)
      define_method(:dynamic) { |x| x }
    end

    class << self
      def instance
        @instance ||= new
      end
    end
  end

  class Tasks::Special::Runner
    def run; end
  end
end

def helper a, b
  lambda { |n| n }
end
