package io.catalytic.selection;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextDecoderTest {

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"})
  void aByteOrderMarkDecidesAndIsDropped(String charset) {
    byte[] bytes = "\uFEFFgrün 😀 a".getBytes(Charset.forName(charset));
    assertThat(TextDecoder.decode(bytes)).isEqualTo(new Decoding.Text("grün 😀 a", charset));
    byte[] markAlone = "\uFEFF".getBytes(Charset.forName(charset));
    assertThat(TextDecoder.decode(markAlone)).isEqualTo(new Decoding.Text("", charset));
  }

  @Test
  void aMarkWithOtherThingsBehindItIsUndecodable() {
    byte[] odd = {(byte) 0xFF, (byte) 0xFE, 'a', 0, 'b'};
    assertThat(TextDecoder.decode(odd))
        .isEqualTo(new Decoding.Undecodable("byte 4 is not UTF-16LE"));
    byte[] utf8 = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF, (byte) 0xFF};
    assertThat(TextDecoder.decode(utf8)).isEqualTo(new Decoding.Undecodable("byte 3 is not UTF-8"));
  }

  @Test
  void aMarkByChanceIsBinary() {
    byte[] chance = {(byte) 0xFF, (byte) 0xFE, 'a', 0, 0, 0};
    assertThat(TextDecoder.decode(chance)).isInstanceOf(Decoding.Binary.class);
    byte[] notQuiteUtf32 = {(byte) 0xFF, (byte) 0xFE, 0, 0, 'a', 0};
    assertThat(TextDecoder.decode(notQuiteUtf32))
        .isEqualTo(new Decoding.Binary("it holds U+0000 as UTF-16LE"));
  }

  @Test
  void aZeroByteInTheHeadMeansBinaryAndLaterDoesNot() {
    byte[] bytes = "a".repeat(9_000).getBytes(UTF_8);
    bytes[7_999] = 0;
    assertThat(TextDecoder.decode(bytes)).isEqualTo(new Decoding.Binary("byte 7999 is zero"));
    bytes[7_999] = 'a';
    bytes[8_000] = 0;
    assertThat(TextDecoder.decode(bytes)).isInstanceOf(Decoding.Text.class);
  }

  @ParameterizedTest
  @CsvSource({
    "# -*- coding: latin-1 -*-,                   ISO-8859-1",
    "# coding=iso-8859-15,                        ISO-8859-15",
    "# vim: set fileencoding=latin1 :,            ISO-8859-1",
    "// -*- mode: c; coding: iso-latin-1-unix -*-, ISO-8859-1",
    "/* coding: cp1252 */,                        windows-1252",
    "<?xml version='1.0' encoding='ISO-8859-1'?>, ISO-8859-1"
  })
  void aDeclaredCodingIsTakenWhereUtf8DoesNotFit(String line, String charset) {
    String quoted = line.replace('\'', '"');
    for (String text : new String[] {quoted + "\né", "#!/bin/x\n" + quoted + "\né"}) {
      assertThat(TextDecoder.decode(text.getBytes(Charset.forName(charset))))
          .isEqualTo(new Decoding.Text(text, charset));
    }
    assertThat(TextDecoder.decode(("\n\n" + quoted + "\né").getBytes(ISO_8859_1)))
        .as("only the first two lines")
        .isInstanceOf(Decoding.Undecodable.class);
  }

  @ParameterizedTest
  @CsvSource({
    "x,                       byte 2 is not UTF-8 and no coding is declared",
    "# coding: utf-8,         byte 16 is not UTF-8",
    "# coding: klingon,       byte 18 is not UTF-8 and the declared \"klingon\" is not known",
    "# coding: utf-16,        byte 17 is not UTF-8 and the declared \"utf-16\" is not known",
    "# coding: us-ascii,      byte 19 is not US-ASCII",
    "coding = latin-1 x,      byte 19 is not UTF-8 and no coding is declared"
  })
  void whatFitsNothingIsUndecodable(String line, String detail) {
    assertThat(TextDecoder.decode((line + "\né").getBytes(ISO_8859_1)))
        .isEqualTo(new Decoding.Undecodable(detail));
  }

  @Property(tries = 5_000)
  void textGivesItsBytesBackAndNothingFails(@ForAll byte[] bytes) {
    if (TextDecoder.decode(bytes) instanceof Decoding.Text text) {
      byte[] again = text.text().getBytes(Charset.forName(text.charset()));
      assertThat(Arrays.copyOfRange(bytes, bytes.length - again.length, bytes.length))
          .isEqualTo(again);
      assertThat(bytes.length - again.length).isIn(0, 2, 3, 4);
    }
  }
}
