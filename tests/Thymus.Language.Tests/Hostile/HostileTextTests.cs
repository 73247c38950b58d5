using System.Text;
using Thymus.Language.Binding;
using Thymus.Language.Diagnostics;

namespace Thymus.Language.Tests.Hostile;

/// <summary>
/// Texts made to take the memory, the stack or the time are refused, and asking for memory in between is what is measured: time is not, since it
/// depends on what else runs. The texts come from a few lines each; nothing large is kept here.
/// </summary>
public sealed class HostileTextTests
{
    /// <summary>Most memory that refusing a text may ask for, all together, without the text itself [bytes].</summary>
    private const long MostMemory = 200L << 20;

    private const string Math = "<math xmlns=\"http://www.w3.org/1998/Math/MathML\">";
    private const string Head = "<sbml xmlns=\"http://www.sbml.org/sbml/level3/version2/core\" level=\"3\" version=\"2\"><model id=\"m\">";
    private const string Rule = Head + "<listOfParameters><parameter id=\"y\" constant=\"false\"/></listOfParameters><listOfRules><assignmentRule variable=\"y\">" + Math;

    public static TheoryData<string> Sbml => [.. SbmlTexts.Keys];

    public static TheoryData<string> Antimony => [.. AntimonyTexts.Keys];

    private static Dictionary<string, (string Code, Func<string> Text)> SbmlTexts { get; } = new()
    {
        ["elements nested a million deep"] = ("TH1101", () => Head + Times("<a>", 1_000_000)),
        ["formula nested a million deep"] = ("TH1101", () => Rule + Times("<apply><minus/>", 1_000_000)),
        ["notes nested a million deep"] = ("TH1101", () => Head + "<notes>" + Times("<p>", 1_000_000)),
        ["entities of entities"] = ("TH1101", () => "<!DOCTYPE sbml [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]>" + Head + "&b;"),
        ["document type of 20 million characters"] = ("TH1101", () => "<!DOCTYPE sbml [" + Times("<!ENTITY a \"\">", 1_400_000)),
        ["attribute of 20 million characters"] = ("TH1101", () => Head + "<listOfParameters><parameter id=\"" + Times("a", 20_000_000) + "\"/></listOfParameters></model></sbml>"),
        ["name of 20 million characters"] = ("TH1101", () => "<" + Times("a", 20_000_000) + "/>"),
        ["instruction of 20 million characters"] = ("TH1101", () => "<?" + Times("a", 20_000_000) + "?><sbml/>"),
        ["text of 20 million characters"] = ("TH1101", () => Head + "<notes>" + Times("a", 20_000_000) + "</notes></model></sbml>"),
        ["unclosed section of 20 million characters"] = ("TH1101", () => Head + "<notes><![CDATA[" + Times("a", 20_000_000)),
        ["100,000 attributes"] = ("TH1101", () => Head + "<a " + string.Join(' ', Enumerable.Range(0, 100_000).Select(i => $"a{i}=''")) + "/></model></sbml>"),
        ["5 million elements"] = ("TH1101", () => Head + "<notes>" + Times("<a/>", 5_000_000) + "</notes></model></sbml>"),
        ["2 million separators in a number"] = ("TH1101", () => Rule + "<cn>" + Times("1<sep/>", 2_000_000)),
        ["300,000 separators in a number"] = ("TH1105", () => Rule + "<cn>" + Times("1<sep/>", 300_000) + "</cn></math></assignmentRule></listOfRules></model></sbml>"),
        ["20 million lines"] = ("TH1101", () => Times("\n", 20_000_000)),
        ["30 million characters"] = ("TH1101", () => Times(" ", 30_000_000)),
        ["characters without a value"] = ("TH1101", () => "<" + Times("\0", 1_000_000)),
        ["functions that double 40 times"] = ("TH2017", () => Functions(i => Call(i - 1) + Call(i - 1), 1)),
        ["functions that double 40 times, in 1,000 rules"] = ("TH2017", () => Functions(i => Call(i - 1) + Call(i - 1), 1_000)),
        ["submodels that double 40 times"] = ("TH1107", () => "<sbml xmlns=\"http://www.sbml.org/sbml/level3/version2/core\" xmlns:comp=\"http://www.sbml.org/sbml/level3/version1/comp/version1\" level=\"3\" version=\"2\" comp:required=\"true\">"
            + $"<model id=\"m\">{Twice(39)}</model><comp:listOfModelDefinitions><comp:modelDefinition id=\"m0\"><listOfParameters><parameter id=\"p\" value=\"1\" constant=\"true\"/></listOfParameters></comp:modelDefinition>"
            + string.Concat(Enumerable.Range(1, 39).Select(i => $"<comp:modelDefinition id=\"m{i}\">{Twice(i - 1)}</comp:modelDefinition>")) + "</comp:listOfModelDefinitions></sbml>"),
        ["functions that call themselves"] = ("TH2009", () => Functions(i => Call((i + 1) % 40) + Call(i), 1)),
        ["450,000 parameters without a name"] = ("TH1103", () => Head + "<listOfParameters>" + Times("<parameter/>", 450_000) + "</listOfParameters></model></sbml>"),
        ["20,000 rules of nothing beside 20,000 names"] = ("TH2101", () => Head + "<listOfParameters>" + string.Concat(Enumerable.Range(0, 20_000).Select(i => $"<parameter id=\"p{i}\" constant=\"true\"/>"))
            + "</listOfParameters><listOfRules>" + string.Concat(Enumerable.Range(0, 20_000).Select(i => $"<rateRule variable=\"q{i}\"/>")) + "</listOfRules></model></sbml>"),
        ["200,000 references to nothing"] = ("TH2101", () => Rule + "<apply><plus/>" + Times("<ci>nothing</ci>", 200_000) + "</apply></math></assignmentRule></listOfRules></model></sbml>"),
    };

    private static Dictionary<string, (string Code, Func<string> Text)> AntimonyTexts { get; } = new()
    {
        ["a million parentheses"] = ("TH10", () => "a = " + Times("(", 1_000_000)),
        ["10 million signs"] = ("TH10", () => "a = " + Times("-", 9_900_000) + "1"),
        ["sum of 4 million terms"] = ("TH1001", () => "a = " + Times("1+", 4_000_000) + "1"),
        ["20 million characters"] = ("TH1001", () => "a = " + Times("9", 20_000_000)),
        ["9 million lines"] = ("TH1001", () => Times("\n", 9_000_000)),
        ["2 million statements"] = ("TH1001", () => Times("a=1\n", 2_000_000)),
        ["statements without sense"] = ("TH10", () => Times("= = =\n", 100_000)),
        ["characters without a value"] = ("TH10", () => Times("\0", 1_000_000)),
        ["functions that double 40 times"] = ("TH2017", () => "function f0(x) x+1 end\n" + string.Concat(Enumerable.Range(1, 39).Select(i => $"function f{i}(x) f{i - 1}(x)+f{i - 1}(x) end\n")) + "y := f39(1)\n"),
        ["functions that call themselves"] = ("TH2015", () => "function f(x) f(x)+f(x) end\ny := f(1)\n"),
        ["models that double 40 times"] = ("TH", () => "model m0()\n p=1\nend\n" + string.Concat(Enumerable.Range(1, 39).Select(i => $"model m{i}()\n a: m{i - 1}()\n b: m{i - 1}()\nend\n"))),
        ["models in themselves"] = ("TH", () => "model m0()\n a: m0()\n b: m0()\nend\n"),
    };

    [Theory, MemberData(nameof(Sbml))]
    public void Hostile_SBML_is_refused_at_little_cost(string what) => AssertRefused(SbmlTexts[what], t => SbmlReader.Read(t, "hostile.xml"));

    [Theory, MemberData(nameof(Antimony))]
    public void Hostile_Antimony_is_refused_at_little_cost(string what) => AssertRefused(AntimonyTexts[what], t => AntimonyReader.Read(t, "hostile.ant"));

    /// <summary>Each unit written out anew wherever it is used would be 3⁶⁰ units, and 5,000² of the second text.</summary>
    [Fact]
    public void Units_of_units_are_resolved_once()
    {
        string chain = "unit u0 = metre\n" + string.Concat(Enumerable.Range(1, 60).Select(i => $"unit u{i} = u{i - 1}*u{i - 1}/u{i - 1}\n")) + "p = 1; p has u60\n";

        Assert.True(AntimonyReader.ToSbml(chain, "hostile.ant").Succeeded);
        Assert.Contains(AntimonyReader.ToSbml($"unit a = {string.Join('*', Enumerable.Repeat("a", 5_000))}\np = 1; p has a", "hostile.ant").Findings, f => f.Rule == BindingRules.DefinitionLoop);
    }

    [Fact]
    public void A_model_just_within_the_limits_is_read()
    {
        string text = Head + "<notes>" + Times("<a/>", 300_000) + Times("<b>", 400) + Times("x", 1_900_000) + Times("</b>", 400) + "</notes></model></sbml>";

        var read = SbmlReader.Read(text, "large.xml");

        Assert.True(read.Succeeded, string.Join('\n', read.Findings));
    }

    /// <summary>Small texts that would be written as long ones: by indenting, and by declaring a namespace at each element.</summary>
    [Fact]
    public void What_is_read_is_not_written_at_many_times_its_length()
    {
        string deep = Head + Times("<a>", 480) + Times("<b/>", 12_000) + Times("</a>", 480) + "</model></sbml>";
        string formula = Head + "<listOfRules><algebraicRule>" + Math + Times("<apply><plus/>", 400) + Times("<cn>1</cn>", 4_000) + Times("</apply>", 400) + "</math></algebraicRule></listOfRules></model></sbml>";
        string markup = Head.Replace("<model", $"<model xmlns:p=\"urn:{Times("x", 20_000)}\"", StringComparison.Ordinal) + "<annotation>" + Times("<p:a p:b=''/>", 3_000) + "</annotation></model></sbml>";
        foreach (string text in new[] { deep, formula, markup })
        {
            string written = SbmlDocument.Read(text, "small.xml").Value!.Write();

            Assert.InRange(written.Length, text.Length / 2, 20 * text.Length);
            Assert.Equal(written, SbmlDocument.Read(written, "small.xml").Value!.Write());
        }
    }

    [Theory]
    [InlineData("<listOfParameters><parameter value=\"1\" constant=\"true\"/></listOfParameters>")]
    [InlineData("<listOfCompartments><compartment constant=\"true\"/></listOfCompartments>")]
    [InlineData("<listOfSpecies><species compartment=\"c\"/></listOfSpecies>")]
    [InlineData("<listOfReactions><reaction/></listOfReactions>")]
    [InlineData("<listOfRules><rateRule/></listOfRules>")]
    public void What_has_no_name_is_not_written_in_Antimony(string content)
    {
        var document = SbmlDocument.Read(Head + content + "</model></sbml>", "nameless.xml");

        var written = AntimonyWriter.Write(document.Value!);

        Assert.Equal((false, "TH1103"), (written.Succeeded, written.Findings[0].Rule.Code));
    }

    private static void AssertRefused((string Code, Func<string> Text) hostile, Func<string, Checked<BoundModel>> read)
    {
        string text = hostile.Text();
        long before = GC.GetAllocatedBytesForCurrentThread();

        var refused = read(text);

        long asked = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.False(refused.Succeeded);
        Assert.Contains(refused.Findings, f => f.Rule.Code.StartsWith(hostile.Code, StringComparison.Ordinal));
        Assert.All(refused.Findings, f => Assert.InRange(f.ToString().Length, 1, 4_000));
        Assert.True(asked < MostMemory, $"{asked >> 20} MiB were asked for");
    }

    private static string Times(string part, int count) => new StringBuilder(part.Length * count).Insert(0, part, count).ToString();

    private static string Twice(int model) =>
        $"<comp:listOfSubmodels><comp:submodel comp:id=\"a\" comp:modelRef=\"m{model}\"/><comp:submodel comp:id=\"b\" comp:modelRef=\"m{model}\"/></comp:listOfSubmodels>";

    private static string Call(int function) => $"<apply><ci>f{function}</ci><ci>x</ci></apply>";

    /// <summary>40 functions, the first adds one, and rules that call the last.</summary>
    private static string Functions(Func<int, string> terms, int rules)
    {
        string functions = string.Concat(Enumerable.Range(0, 40).Select(i =>
            $"<functionDefinition id=\"f{i}\">{Math}<lambda><bvar><ci>x</ci></bvar><apply><plus/>{(i == 0 ? "<ci>x</ci><cn>1</cn>" : terms(i))}</apply></lambda></math></functionDefinition>"));
        string parameters = string.Concat(Enumerable.Range(0, rules).Select(i => $"<parameter id=\"y{i}\" constant=\"false\"/>"));
        string all = string.Concat(Enumerable.Range(0, rules).Select(i => $"<assignmentRule variable=\"y{i}\">{Math}{Call(39)}</math></assignmentRule>"));
        return $"{Head}<listOfFunctionDefinitions>{functions}</listOfFunctionDefinitions><listOfParameters><parameter id=\"x\" constant=\"true\" value=\"1\"/>{parameters}</listOfParameters><listOfRules>{all}</listOfRules></model></sbml>";
    }
}
