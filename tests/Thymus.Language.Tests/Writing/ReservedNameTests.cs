using Thymus.Language.Binding;
using Thymus.Language.Syntax;

namespace Thymus.Language.Tests.Writing;

/// <summary>SBML reserves no words, so that a document may give any name of Antimony's to anything; written in Antimony and read again it is the same model.</summary>
public sealed class ReservedNameTests
{
    private const string Math = "<math xmlns=\"http://www.w3.org/1998/Math/MathML\">";

    private static readonly string[] Places =
    [
        "parameter", "species", "compartment", "reaction", "event", "stoichiometry", "local", "function", "argument", "unit", "model", "rule", "constraint", "submodel", "part",
    ];

    private static readonly string[] UnitNames =
    [
        "ampere", "avogadro", "becquerel", "candela", "coulomb", "dimensionless", "farad", "gram", "gray", "henry", "hertz", "item", "joule", "katal", "kelvin", "kilogram", "litre", "lumen", "lux",
        "metre", "mole", "newton", "ohm", "pascal", "radian", "second", "siemens", "sievert", "steradian", "tesla", "volt", "watt", "weber", "meter", "liter", "metres", "litres", "mg", "mL", "h", "hour", "hours", "day", "U", "IU",
    ];

    // Words that mean something in one place only, and names that are made for what has none.
    private static readonly string[] Contextual =
    [
        "and", "or", "AND", "OR", "not", "priority", "t0", "persistent", "fromTrigger", "timeconv", "extentconv", "sboTerm", "SBOTerm", "annotate", "property", "identity", "notes", "created",
        "creator1", "__main", "_J0", "_E0", "_con0", "_alg0", "_I0", "e", "E1", "s", "sss", "_",
    ];

    public static TheoryData<string> Words =>
    [
        .. ReservedWords.Keywords.Concat(ReservedWords.Constants).Concat(ReservedWords.Draws).Concat(ReservedWords.Uncertainty).Concat(Builtins.Names).Concat(UnitTable.Presets.Keys)
            .Concat(UnitNames).Concat(Contextual).Distinct(),
    ];

    [Theory, MemberData(nameof(Words))]
    public void A_word_of_the_language_can_be_the_id_of_anything(string word)
    {
        foreach (string place in Places)
        {
            AssertSame(Document(new Dictionary<string, string> { [place] = word }), $"{place} {word}");
        }

        AssertSame(Document(new Dictionary<string, string> { ["parameter"] = word, ["unit"] = word, ["model"] = word, ["local"] = word }), $"all {word}");
    }

    [Theory]
    [InlineData("<listOfUnits/>", "dimensionless")]
    [InlineData("<listOfUnits><unit exponent=\"1\" scale=\"0\" multiplier=\"2\"/></listOfUnits>", "dimensionless")]
    [InlineData("<listOfUnits><unit kind=\"metre\" exponent=\"0\" scale=\"0\" multiplier=\"2\"/></listOfUnits>", "dimensionless")]
    [InlineData("<listOfUnits><unit kind=\"meter\" exponent=\"1\" scale=\"0\" multiplier=\"2\"/></listOfUnits>", "metre")]
    [InlineData("<listOfUnits><unit kind=\"avogadro\" exponent=\"1\" scale=\"0\" multiplier=\"2\"/></listOfUnits>", "dimensionless")]
    [InlineData("<listOfUnits><unit kind=\"mg\" exponent=\"1\" scale=\"0\" multiplier=\"2\"/></listOfUnits>", "mg")]
    [InlineData("<listOfUnits><unit kind=\"a b\" exponent=\"1\" scale=\"0\" multiplier=\"2\"/></listOfUnits>", "a")]
    public void A_symbol_has_the_name_of_a_unit_that_only_the_text_mentions(string units, string name) =>
        AssertSame(Document(new Dictionary<string, string> { ["parameter"] = name }).Replace("<unitDefinition id=\"none\"/>", $"<unitDefinition id=\"none\">{units}</unitDefinition>", StringComparison.Ordinal), name);

    /// <summary>Without a definition it is no unit in SBML, whatever the word means in Antimony.</summary>
    [Theory]
    [InlineData("mg")]
    [InlineData("and")]
    [InlineData("the_compartment")]
    [InlineData("avogadro")]
    [InlineData("liter")]
    public void A_unit_without_a_definition_is_as_in_SBML(string unit) =>
        AssertSame(Document([]).Replace("units=\"none\"", $"units=\"{unit}\"", StringComparison.Ordinal), unit);

    [Theory]
    [InlineData("gla", "glass")]
    [InlineData("glas", "glass")]
    [InlineData("metre", "meters")]
    public void A_symbol_has_the_name_of_which_a_unit_is_the_plural(string symbol, string unit) =>
        AssertSame(Document(new Dictionary<string, string> { ["parameter"] = symbol, ["unit"] = unit }), unit);

    /// <summary>Antimony has a compartment of that name without a statement.</summary>
    [Fact]
    public void A_parameter_with_the_name_of_the_implicit_compartment_is_none()
    {
        var document = SbmlDocument.Read(Document(new Dictionary<string, string> { ["parameter"] = "default_compartment" }), "m.xml").Value!;

        var model = Reading.Model(AntimonyWriter.Write(document).Value!);

        Assert.Equal((SymbolKind.Parameter, 5), (model.Find("default_compartment_")!.Kind, model.Find("default_compartment_")!.InitialValue));
        Assert.Null(model.Find("default_compartment"));
    }

    private static void AssertSame(string sbml, string what)
    {
        var document = SbmlDocument.Read(sbml, "m.xml").Value!;
        var before = Bound(document, what);
        var written = AntimonyWriter.Write(document);
        Assert.True(written.Succeeded, $"{what}: {string.Join('\n', written.Findings)}");

        var back = AntimonyReader.ToSbml(written.Value, Reading.File);

        Assert.True(back.Succeeded, $"{what}: {string.Join('\n', back.Findings)}\n{written.Value}");
        string outcome = Outcome(Bound(SbmlDocument.Read(back.Value, "m.xml").Value!, what));
        Assert.True(Outcome(before) == outcome, $"{what}\n{Outcome(before)}\nis now\n{outcome}\n{written.Value}");
    }

    private static BoundModel Bound(SbmlDocument document, string what)
    {
        var bound = document.Bind();
        Assert.True(bound.Succeeded, $"{what}: {string.Join('\n', bound.Findings)}");
        return bound.Value;
    }

    private static string Outcome(BoundModel model) => string.Join('\n', model.Symbols
        .Select(s => $"{s.Name} {s.Kind} {s.InitialValue:R} {s.IsConstant} {s.Unit?.Factor:G12} {s.Unit?.Dimension}").Order(StringComparer.Ordinal));

    private static string Document(Dictionary<string, string> ids)
    {
        string Id(string place) => ids.GetValueOrDefault(place, "the_" + place);
        return $"""
            <sbml xmlns="http://www.sbml.org/sbml/level3/version2/core" xmlns:comp="http://www.sbml.org/sbml/level3/version1/comp/version1" level="3" version="2" comp:required="true"><model id="{Id("model")}" substanceUnits="{Id("unit")}" timeUnits="second">
            <listOfFunctionDefinitions><functionDefinition id="{Id("function")}">{Math}<lambda><bvar><ci>{Id("argument")}</ci></bvar><apply><times/><cn xmlns:sbml="http://www.sbml.org/sbml/level3/version2/core" sbml:units="second">2</cn><ci>{Id("argument")}</ci></apply></lambda></math></functionDefinition></listOfFunctionDefinitions>
            <listOfUnitDefinitions><unitDefinition id="none"/><unitDefinition id="{Id("unit")}"><listOfUnits><unit kind="mole" exponent="1" scale="-3" multiplier="1"/></listOfUnits></unitDefinition></listOfUnitDefinitions>
            <listOfCompartments><compartment id="{Id("compartment")}" size="2" units="litre" spatialDimensions="3" constant="true"/></listOfCompartments>
            <listOfSpecies><species id="{Id("species")}" compartment="{Id("compartment")}" initialConcentration="3" hasOnlySubstanceUnits="false" boundaryCondition="false" constant="false" substanceUnits="{Id("unit")}"/></listOfSpecies>
            <listOfParameters><parameter id="{Id("parameter")}" name="a display name" sboTerm="SBO:0000009" value="5" units="none" constant="true"><notes><p xmlns="http://www.w3.org/1999/xhtml">words</p></notes></parameter>
            <parameter id="other" constant="false"/><parameter id="from_part" constant="true"><comp:replacedBy comp:submodelRef="{Id("submodel")}" comp:idRef="{Id("part")}"/></parameter><parameter id="third" value="7" units="{Id("unit")}" constant="false"/></listOfParameters>
            <listOfRules><assignmentRule id="{Id("rule")}" variable="other">{Math}<apply><plus/><apply><ci>{Id("function")}</ci><ci>{Id("parameter")}</ci></apply><ci>{Id("species")}</ci><ci>{Id("compartment")}</ci></apply></math></assignmentRule></listOfRules>
            <listOfConstraints><constraint id="{Id("constraint")}">{Math}<apply><gt/><ci>{Id("parameter")}</ci><cn>0</cn></apply></math></constraint></listOfConstraints>
            <listOfReactions><reaction id="{Id("reaction")}" reversible="false"><listOfReactants><speciesReference id="{Id("stoichiometry")}" species="{Id("species")}" stoichiometry="2" constant="true"/></listOfReactants>
            <kineticLaw>{Math}<apply><times/><ci>{Id("local")}</ci><ci>{Id("parameter")}</ci><ci>{Id("species")}</ci></apply></math><listOfLocalParameters><localParameter id="{Id("local")}" value="11" units="second"/></listOfLocalParameters></kineticLaw></reaction></listOfReactions>
            <listOfEvents><event id="{Id("event")}" useValuesFromTriggerTime="true"><trigger initialValue="true" persistent="true">{Math}<apply><gt/><ci>{Id("species")}</ci><ci>{Id("parameter")}</ci></apply></math></trigger>
            <listOfEventAssignments><eventAssignment variable="{Id("species")}">{Math}<ci>{Id("parameter")}</ci></math></eventAssignment><eventAssignment variable="third">{Math}<ci>{Id("reaction")}</ci></math></eventAssignment></listOfEventAssignments></event></listOfEvents>
            <comp:listOfSubmodels><comp:submodel comp:id="{Id("submodel")}" comp:modelRef="inner"/></comp:listOfSubmodels></model>
            <comp:listOfModelDefinitions><comp:modelDefinition id="inner"><listOfParameters><parameter id="{Id("part")}" value="13" constant="true"/></listOfParameters></comp:modelDefinition></comp:listOfModelDefinitions></sbml>
            """;
    }
}
