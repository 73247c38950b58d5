using Thymus.Language;
using Thymus.Solvers.Lanes;

namespace Thymus.Compilation.Tests;

/// <summary>What SBML can say and Antimony cannot, against closed forms.</summary>
public sealed class SbmlMeaningTests
{
    private const string MathTag = "<math xmlns=\"http://www.w3.org/1998/Math/MathML\">";

    private const string Time = "<csymbol definitionURL=\"http://www.sbml.org/sbml/symbols/time\">t</csymbol>";

    [Fact]
    public void A_conversion_factor_turns_extent_into_amount()
    {
        // A loses 1 extent per time, each worth 2; B gains by the factor of the model, 10.
        double[] last = Last("""
            <listOfCompartments><compartment id="V" size="4" constant="true"/></listOfCompartments>
            <listOfSpecies><species id="A" compartment="V" initialAmount="20" hasOnlySubstanceUnits="true" conversionFactor="two"/><species id="B" compartment="V" initialAmount="0" hasOnlySubstanceUnits="false"/></listOfSpecies>
            <listOfParameters><parameter id="two" value="2" constant="true"/><parameter id="ten" value="10" constant="true"/></listOfParameters>
            """ + Reaction("<speciesReference species=\"A\" stoichiometry=\"1\" constant=\"true\"/>", "<speciesReference species=\"B\" stoichiometry=\"1\" constant=\"true\"/>", "<cn>1</cn>"),
            3, " conversionFactor=\"ten\"", "A", "B");

        Assert.Equal([20 - (2 * 3), 10 * 3 / 4.0], last, (a, b) => Math.Abs(a - b) < 1e-9);
    }

    [Fact]
    public void A_stoichiometry_may_follow_a_rule()
    {
        // dB/dt = 2t: B = t².
        double[] last = Last(OneCompartment + "<listOfParameters/>" + $"<listOfRules><assignmentRule variable=\"n\">{MathTag}<apply><times/><cn>2</cn>{Time}</apply></math></assignmentRule></listOfRules>"
            + Reaction("", "<speciesReference id=\"n\" species=\"B\" constant=\"false\"/>", "<cn>1</cn>"), 3, "", "B", "n");

        Assert.Equal([9, 6], last, (a, b) => Math.Abs(a - b) < 1e-8);
    }

    [Fact]
    public void RateOf_is_the_rate_of_a_concentration_where_the_name_means_that()
    {
        // c = a/V with a constant and V = 1 + t: c′ = −a/V².
        double[] last = Last("""
            <listOfCompartments><compartment id="V" size="1" constant="false"/></listOfCompartments>
            <listOfSpecies><species id="B" compartment="V" initialAmount="8" hasOnlySubstanceUnits="false"/></listOfSpecies>
            <listOfParameters><parameter id="r" constant="false"/><parameter id="s" constant="false"/></listOfParameters>
            """ + $"<listOfInitialAssignments><initialAssignment symbol=\"s\">{MathTag}{RateOf("B")}</math></initialAssignment></listOfInitialAssignments>"
            + $"<listOfRules><rateRule variable=\"V\">{MathTag}<cn>1</cn></math></rateRule><assignmentRule variable=\"r\">{MathTag}{RateOf("B")}</math></assignmentRule></listOfRules>",
            1, "", "r", "s", "B");

        Assert.Equal([-2, -8, 4], last, (a, b) => Math.Abs(a - b) < 1e-8);
    }

    [Fact]
    public void Algebraic_rules_are_solved_together()
    {
        // 0 = x + y − (6 + t), 0 = 2x − y: x = (6 + t)/3, y = 2x.
        double[] last = Last("<listOfParameters><parameter id=\"x\" constant=\"false\"/><parameter id=\"y\" constant=\"false\"/></listOfParameters><listOfRules>"
            + $"<algebraicRule>{MathTag}<apply><minus/><apply><plus/><ci>x</ci><ci>y</ci></apply><apply><plus/><cn>6</cn>{Time}</apply></apply></math></algebraicRule>"
            + $"<algebraicRule>{MathTag}<apply><minus/><apply><times/><cn>2</cn><ci>x</ci></apply><ci>y</ci></apply></math></algebraicRule></listOfRules>", 3, "", "x", "y");

        Assert.Equal([3, 6], last, (a, b) => Math.Abs(a - b) < 1e-12);
    }

    [Fact]
    public void Algebraic_rules_that_double_with_each_other_are_refused_in_time()
    {
        // 0 = x₁ − t, 0 = xᵢ₊₁ − (xᵢ + xᵢ): put into each other, the last would have 2⁶⁰ terms.
        string rules = $"<algebraicRule>{MathTag}<apply><minus/><ci>x1</ci>{Time}</apply></math></algebraicRule>" + string.Concat(Enumerable.Range(1, 59).Select(
            i => $"<algebraicRule>{MathTag}<apply><minus/><ci>x{i + 1}</ci><apply><plus/><ci>x{i}</ci><ci>x{i}</ci></apply></apply></math></algebraicRule>"));
        var read = SbmlReader.Read(Document(
            $"<listOfParameters>{string.Concat(Enumerable.Range(1, 60).Select(i => $"<parameter id=\"x{i}\" constant=\"false\"/>"))}</listOfParameters><listOfRules>{rules}</listOfRules>", ""), "m.xml");

        Assert.Contains(CompiledModel.Compile(new CompileRequest { Model = read.Value! }).Findings, f => f.Rule == CompilationRules.AlgebraicRule);
    }

    [Theory]
    [InlineData("<apply><floor/><ci>x</ci></apply>")]   // no slope
    [InlineData("<cn>1</cn>")]                          // nothing to solve for
    [InlineData("<ci>k</ci>")]                          // constant
    public void An_algebraic_rule_that_cannot_be_solved_is_refused(string formula)
    {
        var read = SbmlReader.Read(Document(
            $"<listOfParameters><parameter id=\"x\" constant=\"false\"/><parameter id=\"k\" value=\"0\" constant=\"true\"/></listOfParameters><listOfRules><algebraicRule>{MathTag}{formula}</math></algebraicRule></listOfRules>", ""), "m.xml");

        var finding = Assert.Single(CompiledModel.Compile(new CompileRequest { Model = read.Value! }).Findings);
        Assert.Equal(CompilationRules.AlgebraicRule, finding.Rule);
    }

    [Fact]
    public void A_factorial_may_change_over_time()
    {
        double[] last = Last("<listOfParameters><parameter id=\"x\" constant=\"false\"/><parameter id=\"y\" constant=\"false\"/></listOfParameters><listOfRules>"
            + $"<assignmentRule variable=\"x\">{MathTag}<apply><factorial/><apply><floor/>{Time}</apply></apply></math></assignmentRule>"
            + $"<assignmentRule variable=\"y\">{MathTag}<apply><factorial/>{Time}</apply></math></assignmentRule></listOfRules>", 5.5, "", "x", "y");

        Assert.Equal([120, double.NaN], last);   // 5!, and none of 5.5
    }

    [Fact]
    public void Rates_that_need_themselves_are_refused()
    {
        var read = SbmlReader.Read(Document(
            "<listOfParameters><parameter id=\"x\" value=\"1\" constant=\"false\"/><parameter id=\"y\" value=\"1\" constant=\"false\"/></listOfParameters><listOfRules>"
            + $"<rateRule variable=\"x\">{MathTag}{RateOf("y")}</math></rateRule><rateRule variable=\"y\">{MathTag}{RateOf("x")}</math></rateRule></listOfRules>", ""), "m.xml");

        Assert.Contains(CompiledModel.Compile(new CompileRequest { Model = read.Value! }).Findings, f => f.Rule == CompilationRules.Circle);
    }

    private const string OneCompartment = """
        <listOfCompartments><compartment id="V" size="1" constant="true"/></listOfCompartments>
        <listOfSpecies><species id="B" compartment="V" initialAmount="0" hasOnlySubstanceUnits="true"/></listOfSpecies>
        """;

    private static string RateOf(string name) => $"<apply><csymbol definitionURL=\"http://www.sbml.org/sbml/symbols/rateOf\">rateOf</csymbol><ci>{name}</ci></apply>";

    private static string Reaction(string reactants, string products, string rate) =>
        $"<listOfReactions><reaction id=\"r\" reversible=\"false\"><listOfReactants>{reactants}</listOfReactants><listOfProducts>{products}</listOfProducts><kineticLaw>{MathTag}{rate}</math></kineticLaw></reaction></listOfReactions>";

    private static string Document(string content, string attributes) =>
        $"<sbml xmlns=\"http://www.sbml.org/sbml/level3/version2/core\" level=\"3\" version=\"2\"><model id=\"m\"{attributes}>{content}</model></sbml>";

    private static double[] Last(string content, double end, string attributes, params string[] observables)
    {
        var read = SbmlReader.Read(Document(content, attributes), "m.xml");
        Assert.True(read.Succeeded, string.Join('\n', read.Findings));
        var compiled = CompiledModel.Compile(new CompileRequest { Model = read.Value, Observables = [.. observables] });
        Assert.True(compiled.Succeeded, string.Join('\n', compiled.Findings));
        var course = new Course([.. compiled.Value.DefaultParameters], [end]);
        Course.Run(compiled.Value, LaneWidth.Vector256, new SolverOptions { RelativeTolerance = 1e-10, AbsoluteTolerance = 1e-13 }, course);
        return course.Observed[^1];
    }
}
