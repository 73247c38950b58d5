using Thymus.Language.Diagnostics;
using Thymus.Language.Formatting;

namespace Thymus.Language.Tests.Formatting;

/// <summary>The layout itself, by hand, and the laws that it keeps.</summary>
public sealed class FormatterTests
{
    private static string Format(string text)
    {
        var formatted = AntimonyFormatter.Format(text, Reading.File);
        return formatted.Succeeded ? formatted.Value : throw new InvalidOperationException(DiagnosticPrinter.Print(formatted.Findings, _ => text));
    }

    [Theory]
    [InlineData("x=1", "x = 1\n")]
    [InlineData("x = - 1", "x = -1\n")]
    [InlineData("x = a- -b", "x = a - -b\n")]
    [InlineData("x = - - b*-c", "x = - -b*-c\n")]
    [InlineData("x = k * x - o * y", "x = k*x - o*y\n")]
    [InlineData("x = a*(- o)", "x = a*(- o)\n")]
    [InlineData("x = 2 ^ - 1 / ( a+b ) % c", "x = 2^-1/(a + b)%c\n")]
    [InlineData("x=f( a ,b )", "x = f(a, b)\n")]
    [InlineData("x  : =  a<b&&! c||not d", "x := a < b && !c || not d\n")]
    [InlineData("x=a and (b) or not(c)", "x = a and (b) or not(c)\n")]
    [InlineData("x ' = 2 hour*k", "x' = 2 hour*k\n")]
    [InlineData("J0:2A+n B->C;k*A in V;", "J0: 2 A + n B -> C; k*A in V\n")]
    [InlineData("A->;k*A", "A -> ; k*A\n")]
    [InlineData("->A;", "-> A;\n")]
    [InlineData("i:D-|J\nE -o J;\nF -( J;", "i: D -| J\nE -o J;\nF -( J;\n")]
    [InlineData("x=a -(b)", "x = a - (b)\n")]
    [InlineData("species$S1 in cell=3,B", "species $S1 in cell = 3, B\n")]
    [InlineData("A . b . c=1", "A.b.c = 1\n")]
    [InlineData("at(x>1),priority=2,t0=false:x=0,y=1", "at (x > 1), priority = 2, t0 = false: x = 0, y = 1\n")]
    [InlineData("s:--P--G--", "s: --P--G--\n")]
    [InlineData("p=...*3", "p = ...*3\n")]
    [InlineData("A:m(x,0.3),timeconv=60;A.y*cf is z;A.y is z/cf;delete A.q,A.r", "A: m(x, 0.3), timeconv = 60\nA.y*cf is z\nA.y is z/cf\ndelete A.q, A.r\n")]
    [InlineData("unit mM=1e-3mole/litre;x has mM", "unit mM = 1e-3 mole/litre\nx has mM\n")]
    [InlineData("x identity\"a\",\"b\"", "x identity \"a\", \"b\"\n")]
    [InlineData("x.range={1,k}", "x.range = {1, k}\n")]
    [InlineData("constraint c:x==3;-5<k<=3", "constraint c: x == 3\n-5 < k <= 3\n")]
    [InlineData("c:0=a+b", "c: 0 = a + b\n")]
    [InlineData("import\"a.ant\"", "import \"a.ant\"\n")]
    public void Statements_have_one_spacing(string text, string expected) => Assert.Equal(expected, Format(text));

    [Fact]
    public void Blocks_are_indented_and_comments_lined_up()
    {
        const string Text = """
            // head


            function f(x)  x^2;end // square
            model*m( a,b )// the model

            a=1; b=22   /* two */
            long_name = 3 // three
             // alone
            E: at a>1 :   // when
              b = 0,
              // inside
              long_name=1   /* c */ # last

            /* over
                 lines */
            x = a + \
              b

            end
            m is "M"
            """;

        Assert.Equal("""
            // head

            function f(x)
              x^2
            end  // square
            model *m(a, b)  // the model
              a = 1
              b = 22         /* two */
              long_name = 3  // three
              // alone
              E: at a > 1:  // when
                  b = 0,
                  // inside
                  long_name = 1  /* c */ # last

              /* over
                 lines */
              x = a + \
                  b
            end
            m is "M"

            """.ReplaceLineEndings("\n"), Format(Text).ReplaceLineEndings("\n"));
    }

    [Fact]
    public void Ends_of_lines_stay_as_in_the_file()
    {
        Assert.Equal("x = 1\r\ny = 2\r\n", Format("x=1\r\ny=2"));
        Assert.Equal("x = /* a\r\n b */ 1\r\n", Format("x=/* a \r\n b */1"));
    }

    [Fact]
    public void Text_that_is_not_understood_is_not_laid_out()
    {
        var formatted = AntimonyFormatter.Format("x = = 1\ny = (\n", Reading.File);

        Assert.Null(formatted.Value);
        Assert.Equal(2, formatted.Findings.Length);
    }

    [Fact]
    public void Bytes_that_are_lost_when_read_are_not_written_again() =>
        Assert.Equal("TH1050", Assert.Single(AntimonyFormatter.Format("x = 1 // \uFFFD", Reading.File).Findings).Rule.Code);

    [Fact]
    public void Every_text_at_hand_keeps_its_tree_and_stays_when_laid_out_again()
    {
        var wrong = new List<string>();
        int formatted = 0;
        foreach (var (name, text) in Texts.All())
        {
            if (AntimonyFormatter.Format(text, name) is { Succeeded: true, Value: var once })
            {
                formatted++;
                wrong.AddRange(TreeText.Of(once) == TreeText.Of(text) ? [] : [$"{name}: another tree"]);
                wrong.AddRange(Format(once) == once ? [] : [$"{name}: changes when it is laid out again"]);
                wrong.AddRange(once.Split('\n').Any(l => l.TrimEnd('\r').EndsWith(' ')) && !text.Contains("```", StringComparison.Ordinal) ? [$"{name}: blanks at the end of a line"] : []);
            }
        }

        Assert.Empty(wrong);
        Assert.True(formatted >= Texts.All().Count() - 2, $"{formatted}");
    }

    /// <summary>Blanks change no layout: each text is taken apart into tokens and put together with other blanks.</summary>
    [Theory]   // found by eng/fuzz format
    [InlineData("a = 1;#x\n;#y\n", "a = 1  #x\n#y\n")]
    [InlineData("a = 1; /* x */\n; # y\n", "a = 1  /* x */ # y\n")]
    public void A_comment_does_not_run_into_the_one_before(string text, string expected) => Assert.Equal(expected, AntimonyFormatter.Format(text, "m.ant").Value);

    [Fact]
    public void Layout_does_not_depend_on_blanks()
    {
        var texts = Texts.All().Where(t => t.Text.Length < 4_000 && AntimonyFormatter.Format(t.Text, t.Name).Succeeded).ToArray();
        Gen.Int[0, texts.Length - 1].Select(Gen.Int[0, int.MaxValue]).Sample(
            pick => Format(Texts.WithOtherBlanks(texts[pick.Item1].Text, pick.Item2)) == Format(texts[pick.Item1].Text), iter: PropertyInputs.AtLeast(500));
    }

    [Fact]
    public void Any_text_is_laid_out_once_and_for_all_or_refused() => LawTests.AnyText.Sample(
        text => AntimonyFormatter.Format(text, "any.ant") is var read
            && (read.Succeeded ? TreeText.Of(read.Value) == TreeText.Of(text) && Format(read.Value) == read.Value : read.Findings.Length > 0),
        iter: PropertyInputs.AtLeast(20_000));
}
