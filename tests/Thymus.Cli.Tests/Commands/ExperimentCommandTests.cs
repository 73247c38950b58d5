using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Thymus.Cli.Tests.Commands;

/// <summary>Experiments in SED-ML and COMBINE archives, on A' = −k·A with A(0) = 8, in closed form.</summary>
public sealed class ExperimentCommandTests
{
    private const string Model = """
        <sbml xmlns="http://www.sbml.org/sbml/level3/version2/core" level="3" version="2"><model id="m">
        <listOfParameters><parameter id="A" value="8" constant="false"/><parameter id="k" value="1" constant="true"/></listOfParameters>
        <listOfRules><rateRule variable="A"><math xmlns="http://www.w3.org/1998/Math/MathML"><apply><minus/><apply><times/><ci>k</ci><ci>A</ci></apply></apply></math></rateRule></listOfRules>
        </model></sbml>
        """;

    private const string Manifest = """
        <omexManifest xmlns="http://identifiers.org/combine.specifications/omex-manifest">
          <content location="." format="http://identifiers.org/combine.specifications/omex"/>
          <content location="./m.xml" format="http://identifiers.org/combine.specifications/sbml"/>
          <content location="./e.sedml" format="http://identifiers.org/combine.specifications/sed-ml" master="true"/>
        </omexManifest>
        """;

    [Theory]
    [InlineData("", 1)]
    [InlineData("""<changeAttribute target="/sbml:sbml/sbml:model/sbml:listOfParameters/sbml:parameter[@id='k']/@value" newValue="0.5"/>""", 0.5)]
    [InlineData("""
        <computeChange target="/sbml:sbml/sbml:model/sbml:listOfParameters/sbml:parameter[@id='k']">
          <listOfVariables><variable id="old" target="/sbml:sbml/sbml:model/sbml:listOfParameters/sbml:parameter[@id='k']"/></listOfVariables>
          <listOfParameters><parameter id="f" value="3"/></listOfParameters>
          <math xmlns="http://www.w3.org/1998/Math/MathML"><apply><times/><ci>f</ci><ci>old</ci></apply></math></computeChange>
        """, 3)]
    public void Reports_are_the_closed_form_and_plots_are_drawn(string change, double k)
    {
        using var place = new Workplace();
        Write(place, Experiment(change));

        var run = place.Succeed("run", "e.sedml", "--out", "results");

        Assert.Equal([place["results/r.csv"], place["results/p.svg"]], run.Output.Trim().Split('\n'));
        string[] lines = File.ReadAllLines(place["results/r.csv"]);
        Assert.Equal("time,\"A, doubled\"", lines[0]);
        Assert.Equal(5, lines.Length - 1);
        foreach (double[] row in lines[1..].Select(l => l.Split(',').Select(v => double.Parse(v, CultureInfo.InvariantCulture)).ToArray()))
        {
            Assert.Equal(16 * Math.Exp(-k * row[0]), row[1], 1e-7);
        }

        Assert.Equal(2.0, double.Parse(lines[^1].Split(',')[0], CultureInfo.InvariantCulture));
    }

    [Fact]
    public void An_archive_gives_the_same_as_its_files()
    {
        using var place = new Workplace();
        Write(place, Experiment(""));
        Zip(place["a.omex"], ("manifest.xml", Manifest), ("m.xml", Model), ("e.sedml", Experiment("")));

        place.Succeed("run", "e.sedml", "--out", "one");
        place.Succeed("run", "a.omex");

        Assert.Equal(File.ReadAllBytes(place["one/r.csv"]), File.ReadAllBytes(place["a-results/r.csv"]));
    }

    [Fact]
    public void A_steady_state_is_what_the_course_comes_to()
    {
        using var place = new Workplace();
        Write(place, Experiment("", """<steadyState id="s"><algorithm kisaoID="KISAO:0000407"/></steadyState>"""), Model.Replace("<minus/><apply>", "<plus/><cn>6</cn><apply>", StringComparison.Ordinal)
            .Replace("<times/>", "<times/><cn>-2</cn>", StringComparison.Ordinal));   // A' = 6 − 2·k·A, so A = 3

        place.Succeed("run", "e.sedml", "--out", "results");

        Assert.Equal(6, double.Parse(File.ReadAllLines(place["results/r.csv"])[1].Split(',')[1], CultureInfo.InvariantCulture), 1e-7);
    }

    [Theory]
    [InlineData("KISAO:0000019", "KISAO:0000241", "the stochastic algorithm KISAO:0000241")]
    [InlineData("""source="m.xml" """, """source="urn:miriam:biomodels.db:BIOMD0000000001" """, "which is not a file")]
    [InlineData("""source="m.xml" """, """source="../m.xml" """, "refers to the file '../m.xml', which is not there")]
    [InlineData("""[@id='A']""", """[@id='B']""", "refers to the symbol 'B'")]
    [InlineData("uniformTimeCourse id", "analysis id", "analysis 's' is not supported")]
    [InlineData("uniformTimeCourse id", "oneStep id", "oneStep 's' has no step")]
    [InlineData("task id", "parameterEstimationTask id", "parameterEstimationTask 't' is not supported")]
    [InlineData("task id", "repeatedTask id", "refers to the range '', which is not there")]
    [InlineData("plot2D id", "plot3D id", "plot3D 'p' is not supported")]
    [InlineData("""numberOfPoints="4" """, """numberOfPoints="1e12" """, "in 1000000000000 steps")]
    [InlineData("""outputEndTime="2" """, """outputEndTime="1e-323" """, "in 4 steps")]
    [InlineData("<ci>v0</ci>", "<xmlns:ci>v0</xmlns:ci>", "the prefix of <xmlns:ci> is reserved")]
    [InlineData("<sedML", "<sedML2", "it begins with <sedML2>")]
    public void What_is_not_supported_is_refused_by_name(string text, string by, string words)
    {
        using var place = new Workplace();
        Write(place, Experiment("").Replace(text, by, StringComparison.Ordinal).Replace("</sedML>", by == "<sedML2" ? "</sedML2>" : "</sedML>", StringComparison.Ordinal));

        string closing = by.Split(' ')[0];
        string opening = text.Split(' ')[0];
        File.WriteAllText(place["e.sedml"], File.ReadAllText(place["e.sedml"]).Replace($"</{opening}>", $"</{closing}>", StringComparison.Ordinal));
        var refused = place.Run("run", "e.sedml", "--out", "results");

        Assert.True(refused.ExitCode == ExitCodes.InvalidInput, refused.ToString());
        Assert.Contains(words, refused.Error, StringComparison.Ordinal);
        Assert.Contains("e.sedml(", refused.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../manifest.xml", "leads outside of the archive")]
    [InlineData("other.xml", "there is no manifest.xml")]
    public void An_archive_that_is_none_or_leads_outside_ends_with_5(string name, string words)
    {
        using var place = new Workplace();
        Zip(place["a.omex"], (name, Manifest));

        var refused = place.Run("run", "a.omex");

        Assert.Equal(ExitCodes.FileProblem, refused.ExitCode);
        Assert.Contains(words, refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void An_archive_that_unpacks_to_more_than_the_limit_ends_with_5()
    {
        using var place = new Workplace();
        Zip(place["a.omex"], ("manifest.xml", Manifest), ("e.sedml", new string(' ', 25 << 20)));

        var refused = place.Run("run", "a.omex");

        Assert.Equal(ExitCodes.FileProblem, refused.ExitCode);
        Assert.Contains("larger than 24 MiB", refused.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("changeXML", "/*/model/listOfParameters/parameter", 40, "<parameter/><parameter/>", "more than 100,000 elements")]
    [InlineData("changeXML", "/sbml", 1, "<a/><b/>", "no XML document")]
    [InlineData("changeAttribute", "/sbml/@xmlns", 1, "", "no XML document")]
    [InlineData("changeAttribute", "/sbml/@1", 1, "", "no XML document")]
    public void Changes_that_make_no_model_are_refused_by_name(string kind, string target, int count, string xml, string words)
    {
        string change = $"<{kind} target=\"{target}\" newValue=\"1\"><newXML>{xml}</newXML></{kind}>";
        using var place = new Workplace();
        Write(place, Experiment(string.Concat(Enumerable.Repeat(change, count))));

        var refused = place.Run("run", "e.sedml");

        Assert.NotEqual(0, refused.ExitCode);
        Assert.Contains(words, refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void An_archive_of_very_many_files_or_with_a_huge_list_of_them_ends_with_5()
    {
        using var place = new Workplace();
        Zip(place["many.omex"], [.. Enumerable.Range(0, 10_001).Select(i => (string.Create(CultureInfo.InvariantCulture, $"f{i}"), ""))]);
        Zip(place["long.omex"], ("manifest.xml", Manifest.Replace("</omexManifest>", new string(' ', 5 << 20) + "</omexManifest>", StringComparison.Ordinal)));

        Zip(place["names.omex"], [.. Enumerable.Range(0, 100).Select(i => (new string('n', 60_000) + i.ToString(CultureInfo.InvariantCulture), ""))]);

        var many = place.Run("run", "many.omex");
        var names = place.Run("run", "names.omex");
        var tooLong = place.Run("run", "long.omex");

        Assert.Equal((ExitCodes.FileProblem, ExitCodes.FileProblem, ExitCodes.FileProblem), (many.ExitCode, names.ExitCode, tooLong.ExitCode));
        Assert.Contains("has more than 10,000 files", many.Error, StringComparison.Ordinal);
        Assert.Contains("a list of them of more than 4 MiB", names.Error, StringComparison.Ordinal);
        Assert.Contains("manifest.xml: it has more than 4,194,304 characters", tooLong.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_without_anything_says_what_to_name() => Assert.Equal(ExitCodes.InvalidInput, Program.Run(Path.GetTempPath(), "run").ExitCode);

    private static void Write(Workplace place, string experiment, string model = Model)
    {
        File.WriteAllText(place["m.xml"], model);
        File.WriteAllText(place["e.sedml"], experiment);
    }

    private static void Zip(string path, params (string Name, string Text)[] files)
    {
        using var archive = ZipFile.Open(path, ZipArchiveMode.Create);
        foreach (var (name, text) in files)
        {
            using var entry = archive.CreateEntry(name).Open();
            entry.Write(Encoding.UTF8.GetBytes(text));
        }
    }

    private static string Experiment(
        string change,
        string simulation = """<uniformTimeCourse id="s" initialTime="0" outputStartTime="0" outputEndTime="2" numberOfPoints="4" ><algorithm kisaoID="KISAO:0000019"/></uniformTimeCourse>""") => $"""
        <sedML xmlns="http://sed-ml.org/sed-ml/level1/version3" xmlns:sbml="http://www.sbml.org/sbml/level3/version2/core" level="1" version="3">
        <listOfSimulations>{simulation}</listOfSimulations>
        <listOfModels><model id="m" language="urn:sedml:language:sbml" source="m.xml" ><listOfChanges>{change}</listOfChanges></model></listOfModels>
        <listOfTasks><task id="t" modelReference="m" simulationReference="s"></task></listOfTasks>
        <listOfDataGenerators>
          <dataGenerator id="time"><listOfVariables><variable id="v0" symbol="urn:sedml:symbol:time" taskReference="t"/></listOfVariables><math xmlns="http://www.w3.org/1998/Math/MathML"><ci>v0</ci></math></dataGenerator>
          <dataGenerator id="a"><listOfVariables><variable id="v1" target="/sbml:sbml/sbml:model/sbml:listOfParameters/sbml:parameter[@id='A']" taskReference="t"/></listOfVariables>
            <listOfParameters><parameter id="two" value="2"/></listOfParameters><math xmlns="http://www.w3.org/1998/Math/MathML"><apply><times/><ci>two</ci><ci>v1</ci></apply></math></dataGenerator>
        </listOfDataGenerators>
        <listOfOutputs>
          <plot2D id="p" name="Decay"><listOfCurves><curve id="c" logX="false" logY="true" xDataReference="time" yDataReference="a"/></listOfCurves></plot2D>
          <report id="r"><listOfDataSets><dataSet id="d0" label="time" dataReference="time"/><dataSet id="d1" label="A, doubled" dataReference="a"/></listOfDataSets></report>
        </listOfOutputs></sedML>
        """;
}
