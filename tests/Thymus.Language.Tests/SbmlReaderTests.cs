using System.Globalization;
using Thymus.Language.Binding;
using Thymus.Units;

namespace Thymus.Language.Tests;

/// <summary>What each construct of SBML becomes, by its specification (Level 3 Version 2, and Level 2 Version 4 for defaults).</summary>
public sealed class SbmlReaderTests
{
    private const string MathTag = "<math xmlns=\"http://www.w3.org/1998/Math/MathML\">";

    [Fact]
    public void Compartments_species_and_parameters_keep_their_attributes()
    {
        var model = Level3("""
            <listOfUnitDefinitions><unitDefinition id="per_day"><listOfUnits><unit kind="second" exponent="-1" scale="0" multiplier="86400"/></listOfUnits></unitDefinition></listOfUnitDefinitions>
            <listOfCompartments><compartment id="V" name="plasma" spatialDimensions="3" size="3" units="litre" constant="false"/></listOfCompartments>
            <listOfSpecies>
              <species id="A" compartment="V" initialAmount="6" substanceUnits="mole" hasOnlySubstanceUnits="false" boundaryCondition="true" constant="false"/>
              <species id="B" compartment="V" initialConcentration="2" hasOnlySubstanceUnits="true" boundaryCondition="false" constant="true" conversionFactor="f"/>
            </listOfSpecies>
            <listOfParameters><parameter id="k" value="INF" units="per_day" constant="true"/><parameter id="f" value="1e-3" constant="true"/></listOfParameters>
            """);

        var (v, a, b, k) = (model.Find("V")!, model.Find("A")!, model.Find("B")!, model.Find("k")!);
        Assert.Equal((SymbolKind.Compartment, "plasma", 3.0, false), (v.Kind, v.DisplayName, v.InitialValue, v.IsConstant));
        Assert.Equal((v, 6.0, true, false, true, false), (a.Compartment, a.InitialValue, a.InitialValueIsAmount, a.IsAmount, a.IsBoundary, a.IsConstant));
        Assert.Equal((2.0, false, true, true, "f"), (b.InitialValue, b.InitialValueIsAmount, b.IsAmount, b.IsConstant, b.ConversionFactor?.Name));
        Assert.Equal(double.PositiveInfinity, k.InitialValue);
        Assert.True(Unit.TryParse("1/d", out var perDay, out _) && k.Unit!.IsSameAs(perDay));
        Assert.True(Unit.TryParse("mol/L", out var molar, out _) && a.Unit!.IsSameAs(molar));
    }

    [Fact]
    public void Level_2_has_its_defaults()
    {
        var model = Read("""<sbml xmlns="http://www.sbml.org/sbml/level2/version4" level="2" version="4"><model id="m">""" + $"""
            <listOfCompartments><compartment id="V" size="1"/><compartment id="point" spatialDimensions="0"/></listOfCompartments>
            <listOfSpecies><species id="A" compartment="V" initialConcentration="1"/><species id="P" compartment="point" initialAmount="1"/></listOfSpecies>
            <listOfParameters><parameter id="k" value="1"/></listOfParameters>
            <listOfReactions><reaction id="r"><listOfReactants><speciesReference species="A"/></listOfReactants>
              <listOfProducts><speciesReference species="A"><stoichiometryMath>{MathTag}<ci> k </ci></math></stoichiometryMath></speciesReference></listOfProducts>
              <kineticLaw>{MathTag}<ci> k </ci></math><listOfParameters><parameter id="k" value="7"/></listOfParameters></kineticLaw></reaction></listOfReactions>
            <listOfEvents><event><trigger>{MathTag}<true/></math></trigger><listOfEventAssignments/></event></listOfEvents>
            </model></sbml>
            """);

        Assert.True(model.Find("k")!.IsConstant && model.Find("V")!.IsConstant);
        Assert.False(model.Find("A")!.IsAmount || model.Find("A")!.IsBoundary);
        Assert.True(model.Find("P")!.IsAmount);
        var reaction = Assert.Single(model.Reactions);
        Assert.True(reaction.IsReversible);
        Assert.Equal(1, Assert.Single(reaction.Reactants).Stoichiometry);
        var stoichiometry = Assert.IsType<BoundSymbol>(Assert.Single(reaction.Products).Computed).Symbol;
        var rule = Assert.Single(model.Rules);
        Assert.Equal((RuleKind.Assignment, stoichiometry, "k"), (rule.Kind, rule.Target, Assert.IsType<BoundSymbol>(rule.Expression).Symbol.Name));
        var local = Assert.IsType<BoundSymbol>(reaction.Rate).Symbol;
        Assert.Equal(("r_k", 7.0), (local.Name, local.InitialValue));
        var item = Assert.Single(model.Events);
        Assert.True(item is { InitialTriggerValue: true, IsPersistent: true, UsesValuesFromTriggerTime: true });
        Assert.True(Unit.Find("s")!.IsSameAs(model.TimeUnit!));
    }

    [Theory]
    [InlineData("<cn> 2.5 </cn>", 2.5)]
    [InlineData("<cn type=\"integer\"> -3 </cn>", -3)]
    [InlineData("<cn type=\"e-notation\"> 12.5 <sep/> -2 </cn>", 0.125)]
    [InlineData("<cn type=\"rational\"> 3 <sep/> 4 </cn>", 0.75)]
    [InlineData("<pi/>", Math.PI)]
    [InlineData("<csymbol definitionURL=\"http://www.sbml.org/sbml/symbols/avogadro\"/>", 6.02214179e23)]
    [InlineData("<apply><times/></apply>", 1)]
    [InlineData("<apply><plus/></apply>", 0)]
    [InlineData("<apply><minus/><cn>3</cn></apply>", -3)]
    [InlineData("<apply><log/><cn>1000</cn></apply>", 3)]
    [InlineData("<apply><log/><logbase><cn>2</cn></logbase><cn>8</cn></apply>", 3)]
    [InlineData("<apply><root/><degree><cn>3</cn></degree><cn>27</cn></apply>", 3)]
    [InlineData("<apply><root/><cn>9</cn></apply>", 3)]
    [InlineData("<apply><lt/><cn>1</cn><cn>2</cn><cn>2</cn></apply>", 0)]
    [InlineData("<apply><leq/><cn>1</cn><cn>2</cn><cn>2</cn></apply>", 1)]
    [InlineData("<apply><gt/><cn>1</cn></apply>", 1)]
    [InlineData("<apply><xor/><true/><true/><true/></apply>", 1)]
    [InlineData("<apply><and/></apply>", 1)]
    [InlineData("<apply><or/></apply>", 0)]
    [InlineData("<apply><implies/><true/><false/></apply>", 0)]
    [InlineData("<apply><max/><cn>1</cn><cn>5</cn><cn>2</cn></apply>", 5)]
    [InlineData("<apply><rem/><cn>-7</cn><cn>3</cn></apply>", -1)]
    [InlineData("<apply><quotient/><cn>-7</cn><cn>3</cn></apply>", -2)]
    [InlineData("<apply><factorial/><cn>5</cn></apply>", 120)]
    [InlineData("<apply><arccosh/><cn>1</cn></apply>", 0)]
    [InlineData("<piecewise><piece><cn>4</cn><false/></piece><otherwise><cn>6</cn></otherwise></piecewise>", 6)]
    [InlineData("<apply><ci>twice</ci><apply><ci>twice</ci><cn>3</cn></apply></apply>", 12)]
    public void Mathematics_has_the_value_that_MathML_gives_it(string formula, double expected)
    {
        var model = Level3($"""
            <listOfFunctionDefinitions><functionDefinition id="twice">{MathTag}<lambda><bvar><ci> x </ci></bvar><apply><plus/><ci> x </ci><ci> x </ci></apply></lambda></math></functionDefinition></listOfFunctionDefinitions>
            <listOfParameters><parameter id="x" constant="false"/></listOfParameters>
            <listOfRules><assignmentRule variable="x">{MathTag}{formula}</math></assignmentRule></listOfRules>
            """);
        var evaluator = new Evaluation.ExpressionEvaluator(PlatformFunctions.Instance, _ => double.NaN);

        Assert.Equal(expected, evaluator.Evaluate(Assert.Single(model.Rules).Expression), 12);
    }

    [Fact]
    public void Missing_mathematics_is_as_if_it_were_not_there()
    {
        var model = Level3($"""
            <listOfParameters><parameter id="x" value="5" constant="false"/></listOfParameters>
            <listOfInitialAssignments><initialAssignment symbol="x"/></listOfInitialAssignments>
            <listOfRules><rateRule variable="x"/></listOfRules>
            <listOfConstraints><constraint/></listOfConstraints>
            <listOfEvents><event useValuesFromTriggerTime="true"><trigger initialValue="true" persistent="true"/></event></listOfEvents>
            """);

        Assert.True(model is { InitialAssignments: [], Rules: [], Constraints: [], Events: [] });
        Assert.Equal(5, model.Find("x")!.InitialValue);
    }

    [Fact]
    public void Qualifiers_and_notes_are_kept()
    {
        var model = Read("""
            <sbml xmlns="http://www.sbml.org/sbml/level3/version1/core" level="3" version="1"><model id="m" metaid="x">
            <notes><p xmlns="http://www.w3.org/1999/xhtml">A model <b>of note</b>.</p></notes>
            <annotation><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:bqmodel="http://biomodels.net/model-qualifiers/"><rdf:Description rdf:about="#x">
            <bqmodel:isDescribedBy><rdf:Bag><rdf:li rdf:resource="http://identifiers.org/pubmed/1"/></rdf:Bag></bqmodel:isDescribedBy>
            </rdf:Description></rdf:RDF><other xmlns="urn:other"/></annotation></model></sbml>
            """);

        Assert.Equal(["isDescribedBy: http://identifiers.org/pubmed/1", "notes: A model of note ."], model.Annotations.Select(a => $"{a.Qualifier}: {a.Resources[0]}"));
    }

    [Theory]
    [InlineData("<sbml", "TH1101")]
    [InlineData("<!DOCTYPE x [<!ENTITY a \"aaaa\">]><sbml>&a;</sbml>", "TH1101")]
    [InlineData("<html/>", "TH1102")]
    [InlineData("<sbml xmlns=\"http://www.sbml.org/sbml/level1\" level=\"1\" version=\"2\"/>", "TH1102")]
    [InlineData("<sbml xmlns=\"http://www.sbml.org/sbml/level3/version1/core\" level=\"3\" version=\"1\"/>", "TH1102")]
    public void A_text_that_is_no_SBML_is_refused(string text, string code) => Assert.Equal([code], CodesOf(text));

    [Theory]
    [InlineData("<listOfParameters><parameter constant=\"true\"/></listOfParameters>", "TH1103")]
    [InlineData("<listOfParameters><parameter id=\"k\" value=\"0,5\" constant=\"maybe\"/></listOfParameters>", "TH1104,TH1104")]
    [InlineData("<listOfParameters><parameter id=\"k\" value=\"1\" units=\"furlong\" constant=\"true\"/></listOfParameters>", "TH3101")]
    [InlineData("<listOfParameters><parameter id=\"k\" constant=\"true\"/><parameter id=\"k\" constant=\"true\"/></listOfParameters>", "TH2102")]
    [InlineData("<listOfSpecies><species id=\"A\" compartment=\"V\"/></listOfSpecies>", "TH2101")]
    [InlineData("<listOfParameters><parameter id=\"k\" value=\"1\" constant=\"true\"/></listOfParameters><listOfRules><rateRule variable=\"k\"/></listOfRules>", "TH2021")]
    public void Findings_say_what_is_wrong(string content, string codes) => Assert.Equal(codes, string.Join(',', CodesOf(Document(content))));

    [Theory]
    [InlineData("<apply><divide/><cn>1</cn></apply>", "TH1105")]
    [InlineData("<apply><integral/><cn>1</cn></apply>", "TH1105")]
    [InlineData("<cn>a</cn>", "TH1105")]
    [InlineData("<ci>nothing</ci>", "TH2101")]
    [InlineData("<apply><ci>nothing</ci></apply>", "TH2101")]
    [InlineData("<apply><ci>loop</ci></apply>", "TH2009")]
    [InlineData("<apply><csymbol definitionURL=\"http://www.sbml.org/sbml/symbols/delay\"/><ci>x</ci></apply>", "TH1105")]
    public void Mathematics_that_has_no_meaning_is_refused(string formula, string code) => Assert.Equal([code], CodesOf(Document($"""
        <listOfFunctionDefinitions><functionDefinition id="loop">{MathTag}<lambda><apply><ci>loop</ci></apply></lambda></math></functionDefinition></listOfFunctionDefinitions>
        <listOfParameters><parameter id="x" constant="false"/></listOfParameters>
        <listOfRules><assignmentRule variable="x">{MathTag}{formula}</math></assignmentRule></listOfRules>
        """)));

    [Fact]
    public void A_finding_points_at_its_line_and_column()
    {
        var finding = Assert.Single(SbmlReader.Read(Document("\n\n  <listOfParameters><parameter id=\"k\" value=\"x\" constant=\"true\"/></listOfParameters>"), "m.xml").Findings);

        Assert.Equal(("m.xml", 3, 22), (finding.Span.File, finding.Span.Line, finding.Span.Column));
    }

    [Theory]
    [InlineData(100_000)]
    [InlineData(450)]
    public void Deep_mathematics_is_refused_and_never_breaks_the_stack(int depth)
    {
        string formula = string.Concat(Enumerable.Repeat("<apply><minus/>", depth)) + "<ci>x</ci>" + string.Concat(Enumerable.Repeat("</apply>", depth));
        string[] codes = CodesOf(Document($"<listOfParameters><parameter id=\"x\" constant=\"false\"/></listOfParameters><listOfRules><assignmentRule variable=\"x\">{MathTag}{formula}</math></assignmentRule></listOfRules>"));

        Assert.True(codes is ["TH1101"] or ["TH2017"], string.Join(' ', codes));
    }

    [Fact]
    public void Functions_that_grow_without_end_are_refused()
    {
        string functions = string.Concat(Enumerable.Range(1, 60).Select(i => string.Create(CultureInfo.InvariantCulture,
            $"<functionDefinition id=\"f{i}\">{MathTag}<lambda><bvar><ci>x</ci></bvar><apply><plus/><apply><ci>f{i - 1}</ci><ci>x</ci></apply><apply><ci>f{i - 1}</ci><ci>x</ci></apply></apply></lambda></math></functionDefinition>")));
        string document = Document($"""
            <listOfFunctionDefinitions><functionDefinition id="f0">{MathTag}<lambda><bvar><ci>x</ci></bvar><ci>x</ci></lambda></math></functionDefinition>{functions}</listOfFunctionDefinitions>
            <listOfParameters><parameter id="x" constant="false"/></listOfParameters>
            <listOfRules><assignmentRule variable="x">{MathTag}<apply><ci>f60</ci><cn>1</cn></apply></math></assignmentRule></listOfRules>
            """);

        Assert.Contains("TH2017", CodesOf(document));
    }

    [Fact]
    public void Any_piece_of_a_document_is_read_without_an_exception()
    {
        string document = Document($"<listOfParameters><parameter id=\"x\" constant=\"false\"/></listOfParameters><listOfRules><assignmentRule variable=\"x\">{MathTag}<apply><plus/><cn>1</cn></apply></math></assignmentRule></listOfRules>");
        for (int length = 0; length < document.Length; length++)
        {
            Assert.False(SbmlReader.Read(document[..length], "cut.xml").Succeeded);
            SbmlReader.Read(document.Remove(length, 1), "hole.xml");
        }
    }

    private static string Document(string content) =>
        $"""<sbml xmlns="http://www.sbml.org/sbml/level3/version2/core" level="3" version="2"><model id="m">{content}</model></sbml>""";

    private static BoundModel Level3(string content) => Read(Document(content));

    private static BoundModel Read(string text)
    {
        var read = SbmlReader.Read(text, "m.xml");
        Assert.True(read.Succeeded, string.Join('\n', read.Findings));
        return read.Value;
    }

    private static string[] CodesOf(string text) => [.. SbmlReader.Read(text, "m.xml").Findings.Select(f => f.Rule.Code)];
}
