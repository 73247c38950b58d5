using System.Globalization;

namespace Thymus.Cli.Tests.Commands;

/// <summary>Repeated tasks and single steps in SED-ML, on A' = −k·A with A(0) = 8, and on S in a compartment, in closed form.</summary>
public sealed class RepeatedTaskTests
{
    private const string Course = """<uniformTimeCourse id="s" initialTime="0" outputStartTime="0" outputEndTime="2" numberOfSteps="4"><algorithm kisaoID="KISAO:0000019"/></uniformTimeCourse>""";
    private const string Step = """<oneStep id="s" step="0.5"><algorithm kisaoID="KISAO:0000019"/></oneStep>""";
    private const string Steady = """<steadyState id="s"><algorithm kisaoID="KISAO:0000407"/></steadyState>""";

    // A' = −k A + b; S of 4 in V = 2 decays to nothing; half = k/2 and B = 10 half at the start.
    private const string Model = """
        <sbml xmlns="http://www.sbml.org/sbml/level3/version2/core" level="3" version="2"><model id="m">
        <listOfCompartments><compartment id="V" size="2" constant="true"/></listOfCompartments>
        <listOfSpecies><species id="S" compartment="V" initialAmount="4" hasOnlySubstanceUnits="false" boundaryCondition="false" constant="false"/></listOfSpecies>
        <listOfParameters><parameter id="A" value="8" constant="false"/><parameter id="B" constant="false"/><parameter id="k" value="1" constant="true"/><parameter id="b" value="0" constant="true"/>
          <parameter id="half" constant="true"/><parameter id="twice" constant="false"/></listOfParameters>
        <listOfInitialAssignments><initialAssignment symbol="half"><math xmlns="http://www.w3.org/1998/Math/MathML"><apply><divide/><ci>k</ci><cn>2</cn></apply></math></initialAssignment>
          <initialAssignment symbol="B"><math xmlns="http://www.w3.org/1998/Math/MathML"><apply><times/><cn>10</cn><ci>half</ci></apply></math></initialAssignment></listOfInitialAssignments>
        <listOfRules><rateRule variable="A"><math xmlns="http://www.w3.org/1998/Math/MathML"><apply><minus/><ci>b</ci><apply><times/><ci>k</ci><ci>A</ci></apply></apply></math></rateRule>
          <rateRule variable="B"><math xmlns="http://www.w3.org/1998/Math/MathML"><cn>0</cn></math></rateRule>
          <assignmentRule variable="twice"><math xmlns="http://www.w3.org/1998/Math/MathML"><apply><times/><cn>2</cn><ci>A</ci></apply></math></assignmentRule></listOfRules>
        <listOfReactions><reaction id="J" reversible="false"><listOfReactants><speciesReference species="S" stoichiometry="1" constant="true"/></listOfReactants>
          <kineticLaw><math xmlns="http://www.w3.org/1998/Math/MathML"><apply><times/><ci>k</ci><ci>S</ci><ci>V</ci></apply></math></kineticLaw></reaction></listOfReactions>
        </model></sbml>
        """;

    [Theory]
    [InlineData("""<uniformRange id="x" start="0.5" end="2.5" numberOfSteps="2"/>""", new[] { 0.5, 1.5, 2.5 })]
    [InlineData("""<uniformRange id="x" start="0.25" end="4" numberOfPoints="2" type="log"/>""", new[] { 0.25, 1, 4 })]
    [InlineData("""<vectorRange id="x"><value>3</value><value> 1e-1 </value></vectorRange>""", new[] { 3, 0.1 })]
    public void Course_is_repeated_from_the_start_for_every_value_of_a_range(string range, double[] rates)
    {
        double[][] rows = Run(Course, Repeated("t", "x", true, range, Set("k", Name("x")), "<subTask order=\"1\" task=\"once\"/>"), "A", "k", "half", "B");

        Assert.Equal(5 * rates.Length, rows.Length);
        foreach (var (i, row) in rows.Index())
        {
            double k = rates[i / 5], time = (i % 5) * 0.5;
            Assert.Equal([time, 8 * Math.Exp(-k * time), k, k / 2, 5 * k], row, (a, b) => Math.Abs(a - b) < 1e-7);   // start values follow what they depend on
        }
    }

    [Fact]
    public void Steps_go_on_from_each_other_with_other_rates_and_values()
    {
        // k = 1, 4, 9 in turn; before each step A is doubled and S, 2 per volume at first, gets what A was.
        const string Ranges = """
            <vectorRange id="x"><value>1</value><value>2</value><value>3</value></vectorRange>
            <functionalRange id="y" range="x"><listOfParameters><parameter id="p" value="2"/></listOfParameters><math xmlns="http://www.w3.org/1998/Math/MathML"><apply><power/><ci>x</ci><ci>p</ci></apply></math></functionalRange>
            """;
        string doubled = Set("A", """<apply><times/><cn>2</cn><ci>now</ci></apply>""", "A");
        string taken = Set("S", """<ci>now</ci>""", "A");

        double[][] rows = Run(Step, Repeated("t", "y", false, Ranges, Set("k", Name("y")) + doubled + taken, "<subTask order=\"1\" task=\"once\"/>"), "A", "S");

        double a = 8, s;
        foreach (var (i, row) in rows.Index())
        {
            double decay = Math.Exp(-0.5 * (i + 1) * (i + 1));
            (a, s) = (2 * a * decay, a * decay);
            Assert.Equal([0.5 * (i + 1), a, s], row, (x, y) => Math.Abs(x - y) < 1e-7);
        }
    }

    [Fact]
    public void Subtasks_run_in_their_order_each_from_where_the_one_before_ended()
    {
        // Two courses, then from the start again.
        double[][] rows = Run(
            Course, Repeated("t", "x", true, """<vectorRange id="x"><value>1</value><value>2</value></vectorRange>""", Set("k", Name("x")), "<subTask order=\"2\" task=\"once\"/><subTask order=\"1\" task=\"again\"/>")
            + """<task id="again" modelReference="m" simulationReference="s"/>""", "A", "S");

        Assert.Equal(20, rows.Length);
        foreach (var (i, row) in rows.Index())
        {
            double k = 1 + (i / 10), time = (i % 5) * 0.5, whole = time + (i % 10 / 5 * 2);
            Assert.Equal([time, 8 * Math.Exp(-k * whole), 2 * Math.Exp(-k * whole)], row, (x, y) => Math.Abs(x - y) < 1e-7);
        }
    }

    [Fact]
    public void Repeated_tasks_are_repeated_and_see_the_ranges_around_them()
    {
        string inner = Repeated("inner", "x", true, """<vectorRange id="x"><value>1</value><value>2</value></vectorRange>""", Set("k", """<apply><times/><ci>x</ci><ci>z</ci></apply>"""), "<subTask order=\"1\" task=\"once\"/>");
        double[][] rows = Run(Step, Repeated("t", "z", false, """<uniformRange id="z" start="1" end="3" numberOfSteps="1"/>""", "", "<subTask order=\"1\" task=\"inner\"/>") + inner, "A");

        Assert.Equal([1.0, 2, 3, 6], rows.Select(r => -Math.Log(r[1] / 8) / 0.5), (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.All(rows, r => Assert.Equal(0.5, r[0]));
    }

    [Fact]
    public void Steady_states_over_a_range_are_one_curve_and_courses_one_each()
    {
        using var place = new Workplace();
        string scan = Repeated("t", "x", true, """<vectorRange id="x"><value>1</value><value>2</value><value>4</value></vectorRange>""", Set("k", Name("x")) + Set("b", "<cn>6</cn>"), "<subTask order=\"1\" task=\"once\"/>");

        double[][] rows = Run(place, Steady, scan, "A", "k");

        Assert.Equal([6.0, 1, 3, 2, 1.5, 4], rows.SelectMany(r => r[1..]), (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.DoesNotContain("k = 2", File.ReadAllText(place["results/p.svg"]), StringComparison.Ordinal);

        Run(place, Course, scan, "A");
        string plot = File.ReadAllText(place["results/p.svg"]);
        Assert.All((string[])["A, x = 1", "A, x = 2", "A, x = 4"], name => Assert.Contains(name, plot, StringComparison.Ordinal));
    }

    [Fact]
    public void Single_step_alone_begins_at_the_start()
    {
        double[] row = Assert.Single(Run(Step, """<task id="t" modelReference="m" simulationReference="s"/>""", "A"));

        Assert.Equal([0.5, 8 * Math.Exp(-0.5)], row, (a, b) => Math.Abs(a - b) < 1e-7);
    }

    [Theory]
    [InlineData("<uniformRange id=\"x\" start=\"1\" end=\"2\" numberOfSteps=\"1e12\"/>", "", "once", "uniformRange 'x' has no values")]
    [InlineData("<uniformRange id=\"x\" start=\"0\" end=\"2\" numberOfSteps=\"3\" type=\"log\"/>", "", "once", "uniformRange 'x' has no values")]
    [InlineData("<vectorRange id=\"x\"><value>one</value></vectorRange>", "", "once", "vectorRange 'x' has no values")]
    [InlineData("<dataRange id=\"x\" sourceReference=\"d\"/>", "", "once", "dataRange 'x' is not supported")]
    [InlineData("<vectorRange id=\"w\"><value>1</value></vectorRange>", "", "once", "refers to the range 'x', which is not there")]
    [InlineData("<vectorRange id=\"x\"><value>1</value><value>2</value></vectorRange><vectorRange id=\"w\"><value>1</value></vectorRange>", "", "once", "goes through 2 values, but the range 'w' has 1")]
    [InlineData("<vectorRange id=\"x\"><value>1</value></vectorRange>", "", "t", "repeatedTask 't' within more than 8 others is not supported")]
    [InlineData("<vectorRange id=\"x\"><value>1</value></vectorRange>", "", "nobody", "refers to the task 'nobody', which is not there")]
    [InlineData("<vectorRange id=\"x\"><value>1</value></vectorRange>", "twice", "once", "twice cannot be supplied: the model computes it at all times")]
    [InlineData("<vectorRange id=\"x\"><value>1</value></vectorRange>", "nothing", "once", "refers to the symbol 'nothing', which is not there")]
    public void What_cannot_be_repeated_is_refused_by_name(string ranges, string changed, string task, string words)
    {
        using var place = new Workplace();
        Write(place, Course, Repeated("t", "x", true, ranges, changed.Length > 0 ? Set(changed, Name("x")) : "", $"<subTask order=\"1\" task=\"{task}\"/>"), "A");

        var refused = place.Run("run", "e.sedml", "--out", "results");

        Assert.True(refused.ExitCode == ExitCodes.InvalidInput, refused.ToString());
        Assert.Contains(words, refused.Error, StringComparison.Ordinal);
    }

    private static string Name(string id) => $"<ci>{id}</ci>";

    private static string Path(string id) => id == "S" ? "/sbml:sbml/sbml:model/sbml:listOfSpecies/sbml:species[@id='S']" : $"/sbml:sbml/sbml:model/sbml:listOfParameters/sbml:parameter[@id='{id}']";

    private static string Set(string target, string math, string? now = null) => $"""
        <setValue target="{Path(target)}" modelReference="m">
          {(now is null ? "" : $"""<listOfVariables><variable id="now" target="{Path(now)}" modelReference="m"/></listOfVariables>""")}
          <math xmlns="http://www.w3.org/1998/Math/MathML">{math}</math></setValue>
        """;

    private static string Repeated(string id, string range, bool reset, string ranges, string changes, string subTasks) => $"""
        <repeatedTask id="{id}" range="{range}" resetModel="{(reset ? "true" : "false")}"><listOfRanges>{ranges}</listOfRanges><listOfChanges>{changes}</listOfChanges><listOfSubTasks>{subTasks}</listOfSubTasks></repeatedTask>
        """;

    private static double[][] Run(string simulation, string tasks, params string[] symbols)
    {
        using var place = new Workplace();
        return Run(place, simulation, tasks, symbols);
    }

    // The rows of the report: the time and these symbols of task t.
    private static double[][] Run(Workplace place, string simulation, string tasks, params string[] symbols)
    {
        Write(place, simulation, tasks, symbols);
        place.Succeed("run", "e.sedml", "--out", "results");
        return [.. File.ReadAllLines(place["results/r.csv"])[1..].Select(l => l.Split(',').Select(v => double.Parse(v, CultureInfo.InvariantCulture)).ToArray())];
    }

    private static void Write(Workplace place, string simulation, string tasks, params string[] symbols)
    {
        string Generator(string id, string variable) =>
            $"""<dataGenerator id="{id}"><listOfVariables><variable id="v_{id}" {variable} taskReference="t"/></listOfVariables><math xmlns="http://www.w3.org/1998/Math/MathML"><ci>v_{id}</ci></math></dataGenerator>""";
        File.WriteAllText(place["m.xml"], Model);
        File.WriteAllText(place["e.sedml"], $"""
            <sedML xmlns="http://sed-ml.org/sed-ml/level1/version4" xmlns:sbml="http://www.sbml.org/sbml/level3/version2/core" level="1" version="4">
            <listOfModels><model id="m" language="urn:sedml:language:sbml" source="m.xml"/></listOfModels>
            <listOfSimulations>{simulation}</listOfSimulations>
            <listOfTasks><task id="once" modelReference="m" simulationReference="s"/>{tasks}</listOfTasks>
            <listOfDataGenerators>{Generator("time", "symbol=\"urn:sedml:symbol:time\"")}{string.Concat(symbols.Select(s => Generator(s, $"target=\"{Path(s)}\"")))}</listOfDataGenerators>
            <listOfOutputs>
              <plot2D id="p"><listOfCurves><curve id="c" logX="false" logY="false" xDataReference="{(symbols.Contains("k") ? "k" : "time")}" yDataReference="{symbols[0]}"/></listOfCurves></plot2D>
              <report id="r"><listOfDataSets><dataSet id="d" label="time" dataReference="time"/>{string.Concat(symbols.Select(s => $"<dataSet id=\"d_{s}\" label=\"{s}\" dataReference=\"{s}\"/>"))}</listOfDataSets></report>
            </listOfOutputs></sedML>
            """);
    }
}
