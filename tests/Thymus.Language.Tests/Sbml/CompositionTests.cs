using Thymus.Language.Binding;

namespace Thymus.Language.Tests.Sbml;

/// <summary>
/// Submodels by the specification (SBML Level 3 Package: Hierarchical Model Composition, Version 1 Release 3). Their meaning in numbers is
/// tested by the SBML Test Suite (SemanticSuiteTests); here are names, findings and limits.
/// </summary>
public sealed class CompositionTests : IDisposable
{
    private const string Decay = """
        <comp:modelDefinition id="decay">
          <listOfCompartments><compartment id="V" size="2" constant="true"/></listOfCompartments>
          <listOfSpecies><species id="S" compartment="V" initialAmount="5" hasOnlySubstanceUnits="true" boundaryCondition="false" constant="false"/></listOfSpecies>
          <listOfParameters><parameter id="k" value="0.1" constant="true"/></listOfParameters>
          <listOfReactions><reaction id="J" reversible="false"><listOfReactants><speciesReference species="S" stoichiometry="1" constant="true"/></listOfReactants>
            <kineticLaw><math xmlns="http://www.w3.org/1998/Math/MathML"><apply><times/><ci>k</ci><ci>S</ci></apply></math></kineticLaw></reaction></listOfReactions>
          <comp:listOfPorts><comp:port comp:id="rate" comp:idRef="k"/></comp:listOfPorts>
        </comp:modelDefinition>
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("thymus-comp-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void What_a_submodel_holds_has_its_name_in_front()
    {
        var model = Bound("""<comp:listOfSubmodels><comp:submodel comp:id="A" comp:modelRef="decay"/><comp:submodel comp:id="B" comp:modelRef="decay"/></comp:listOfSubmodels>""");

        Assert.Equal(["A__J", "A__S", "A__V", "A__k", "B__J", "B__S", "B__V", "B__k"], model.Symbols.Select(s => s.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void An_id_that_looks_like_one_of_a_submodel_keeps_its_own()
    {
        var model = Bound("""
            <listOfParameters><parameter id="A__k" value="7" constant="true"/></listOfParameters>
            <comp:listOfSubmodels><comp:submodel comp:id="A" comp:modelRef="decay"/></comp:listOfSubmodels>
            """);

        Assert.Equal(7, model.Find("A__k")!.InitialValue);
        Assert.Equal(0.1, model.Find("A___k")!.InitialValue);
    }

    [Fact]
    public void An_id_that_has_taken_the_place_of_what_it_looks_like_leaves_the_others_their_names()
    {
        var model = Bound("""
            <listOfParameters>
              <parameter id="A__k" value="7" constant="true"><comp:listOfReplacedElements><comp:replacedElement comp:submodelRef="A" comp:portRef="rate"/></comp:listOfReplacedElements></parameter>
            </listOfParameters>
            <comp:listOfSubmodels><comp:submodel comp:id="A" comp:modelRef="decay"/></comp:listOfSubmodels>
            """);

        Assert.Equal(["A__J", "A__S", "A__V", "A__k"], model.Symbols.Select(s => s.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_replaces_stands_everywhere()
    {
        var model = Bound("""
            <listOfParameters><parameter id="k0" value="3" constant="true">
              <comp:listOfReplacedElements><comp:replacedElement comp:submodelRef="A" comp:portRef="rate"/><comp:replacedElement comp:submodelRef="B" comp:idRef="k"/></comp:listOfReplacedElements>
            </parameter></listOfParameters>
            <comp:listOfSubmodels><comp:submodel comp:id="A" comp:modelRef="decay"/><comp:submodel comp:id="B" comp:modelRef="decay"/></comp:listOfSubmodels>
            """);

        Assert.Equal(["k0"], model.Symbols.Where(s => s.Kind is SymbolKind.Parameter).Select(s => s.Name));
        Assert.All(model.Reactions, r => Assert.Contains(Assert.IsType<BoundCall>(r.Rate).Arguments, a => a is BoundSymbol { Symbol.Name: "k0" }));
    }

    [Fact]
    public void What_is_replaced_by_a_part_of_a_submodel_gives_it_its_name()
    {
        var model = Bound("""
            <listOfParameters><parameter id="k0" value="3" constant="true"><comp:replacedBy comp:submodelRef="A" comp:idRef="k"/></parameter></listOfParameters>
            <comp:listOfSubmodels><comp:submodel comp:id="A" comp:modelRef="decay"/></comp:listOfSubmodels>
            """);

        Assert.Equal(0.1, model.Find("k0")!.InitialValue);
        Assert.Null(model.Find("A__k"));
    }

    [Fact]
    public void A_deleted_reaction_is_gone()
    {
        var model = Bound("""
            <comp:listOfSubmodels><comp:submodel comp:id="A" comp:modelRef="decay"><comp:listOfDeletions><comp:deletion comp:idRef="J"/></comp:listOfDeletions></comp:submodel></comp:listOfSubmodels>
            """);

        Assert.Empty(model.Reactions);
        Assert.NotNull(model.Find("A__S"));
    }

    [Fact]
    public void A_model_of_another_file_is_read_from_the_folder_of_the_model_only()
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "parts.xml"), Document("", Decay));
        string own = Document(
            """<comp:listOfSubmodels><comp:submodel comp:id="A" comp:modelRef="outside"/></comp:listOfSubmodels>""", "",
            """<comp:listOfExternalModelDefinitions><comp:externalModelDefinition comp:id="outside" comp:source="parts.xml" comp:modelRef="decay"/></comp:listOfExternalModelDefinitions>""");
        var folder = ImportFolder.Of(Path.Combine(_folder.FullName, "model.xml"));

        Assert.NotNull(SbmlReader.Read(own, "model.xml", folder).Value?.Find("A__S"));
        Assert.Equal(["TH1107"], CodesOf(own, null));
        Assert.Equal(["TH1107"], CodesOf(own.Replace("parts.xml", "../parts.xml", StringComparison.Ordinal), folder));
        Assert.Equal(["TH1107"], CodesOf(own.Replace("parts.xml", "http://host/parts.xml", StringComparison.Ordinal), folder));
        Assert.Equal(["TH1107"], CodesOf(own.Replace("parts.xml", "none.xml", StringComparison.Ordinal), folder));
        Assert.Equal(["TH2101"], CodesOf(own.Replace("\"decay\"", "\"growth\"", StringComparison.Ordinal), folder));
    }

    [Theory]
    [InlineData("""<comp:listOfSubmodels><comp:submodel comp:id="A" comp:modelRef="nothing"/></comp:listOfSubmodels>""", "TH2101")]
    [InlineData("""<comp:listOfSubmodels><comp:submodel comp:modelRef="decay"/></comp:listOfSubmodels>""", "TH1103")]
    [InlineData("""<comp:listOfSubmodels><comp:submodel comp:id="A" comp:modelRef="m"/></comp:listOfSubmodels>""", "TH1107")]
    [InlineData("""<comp:listOfSubmodels><comp:submodel comp:id="A" comp:modelRef="decay"><comp:listOfDeletions><comp:deletion comp:idRef="x"/></comp:listOfDeletions></comp:submodel></comp:listOfSubmodels>""", "TH2101")]
    [InlineData("""
        <listOfParameters><parameter id="p" value="1" constant="true"><comp:listOfReplacedElements><comp:replacedElement comp:submodelRef="B" comp:idRef="k"/></comp:listOfReplacedElements></parameter></listOfParameters>
        <comp:listOfSubmodels><comp:submodel comp:id="A" comp:modelRef="decay"/></comp:listOfSubmodels>
        """, "TH2101")]
    [InlineData("""
        <listOfParameters><parameter id="p" value="1" constant="true"><comp:listOfReplacedElements><comp:replacedElement comp:submodelRef="A" comp:idRef="k"/></comp:listOfReplacedElements>
          <comp:replacedBy comp:submodelRef="A" comp:idRef="k"/></parameter></listOfParameters>
        <comp:listOfSubmodels><comp:submodel comp:id="A" comp:modelRef="decay"/></comp:listOfSubmodels>
        """, "TH1107")]
    public void What_does_not_fit_together_is_refused(string content, string code) => Assert.Contains(code, CodesOf(Document(content, Decay), null));

    [Fact]
    public void Models_that_double_with_every_level_are_refused()
    {
        var definitions = string.Concat(Enumerable.Range(1, 40).Select(i => $"""
            <comp:modelDefinition id="m{i}"><comp:listOfSubmodels>
              <comp:submodel comp:id="A" comp:modelRef="m{i - 1}"/><comp:submodel comp:id="B" comp:modelRef="m{i - 1}"/></comp:listOfSubmodels></comp:modelDefinition>
            """));
        string text = Document(
            """<comp:listOfSubmodels><comp:submodel comp:id="A" comp:modelRef="m40"/></comp:listOfSubmodels>""",
            definitions + Decay.Replace("\"decay\"", "\"m0\"", StringComparison.Ordinal));

        Assert.Equal(["TH1107"], CodesOf(text, null));
    }

    private static BoundModel Bound(string content)
    {
        var read = SbmlReader.Read(Document(content, Decay), "m.xml");
        Assert.Empty(read.Findings.Select(f => f.ToString()));
        return read.Value!;
    }

    private static string[] CodesOf(string text, ImportFolder? folder) => [.. SbmlReader.Read(text, "m.xml", folder).Findings.Select(f => f.Rule.Code)];

    private static string Document(string content, string definitions, string outside = "") => $"""
        <sbml xmlns="http://www.sbml.org/sbml/level3/version2/core" xmlns:comp="http://www.sbml.org/sbml/level3/version1/comp/version1" level="3" version="2" comp:required="true">
          <model id="m">{content}</model>
          <comp:listOfModelDefinitions>{definitions}</comp:listOfModelDefinitions>{outside}
        </sbml>
        """;
}
