using Thymus.Language;

namespace Thymus.Compilation.Tests;

/// <summary>A document that was damaged anywhere is read and compiled, or refused with findings; nothing is thrown.</summary>
public sealed class SbmlRobustnessTests
{
    private static readonly string[] Lines = """
        <sbml xmlns="http://www.sbml.org/sbml/level3/version2/core" level="3" version="2"><model id="m" conversionFactor="k" timeUnits="second">
        <listOfFunctionDefinitions><functionDefinition id="f"><math xmlns="http://www.w3.org/1998/Math/MathML"><lambda><bvar><ci>x</ci></bvar>
        <apply><times/>
        <ci>x</ci>
        <cn type="rational">1<sep/>3</cn>
        </apply></lambda></math></functionDefinition></listOfFunctionDefinitions>
        <listOfCompartments>
        <compartment id="V" size="2" constant="false" units="litre"/>
        </listOfCompartments>
        <listOfSpecies>
        <species id="A" compartment="V" initialAmount="1" hasOnlySubstanceUnits="false" boundaryCondition="false" constant="false"/>
        <species id="B" compartment="V" initialConcentration="1" hasOnlySubstanceUnits="true" boundaryCondition="true" constant="false"/>
        </listOfSpecies>
        <listOfParameters>
        <parameter id="k" value="2" constant="true"/>
        <parameter id="y" constant="false"/>
        <parameter id="z" value="NaN" constant="false"/>
        </listOfParameters>
        <listOfInitialAssignments><initialAssignment symbol="V"><math xmlns="http://www.w3.org/1998/Math/MathML"><apply><ci>f</ci>
        <ci>k</ci>
        </apply></math></initialAssignment></listOfInitialAssignments>
        <listOfRules>
        <rateRule variable="V"><math xmlns="http://www.w3.org/1998/Math/MathML"><ci>k</ci></math></rateRule>
        <assignmentRule variable="y"><math xmlns="http://www.w3.org/1998/Math/MathML"><apply><csymbol definitionURL="http://www.sbml.org/sbml/symbols/rateOf">rateOf</csymbol><ci>A</ci></apply></math></assignmentRule>
        <algebraicRule><math xmlns="http://www.w3.org/1998/Math/MathML"><apply><minus/><ci>B</ci><ci>A</ci></apply></math></algebraicRule>
        </listOfRules>
        <listOfReactions><reaction id="r" reversible="false"><listOfReactants>
        <speciesReference id="n" species="A" stoichiometry="1" constant="false"/>
        </listOfReactants><listOfModifiers><modifierSpeciesReference species="B"/></listOfModifiers>
        <kineticLaw><math xmlns="http://www.w3.org/1998/Math/MathML"><piecewise><piece><ci>q</ci><apply><lt/><ci>A</ci><ci>B</ci></apply></piece><otherwise><ci>q</ci></otherwise></piecewise></math>
        <listOfLocalParameters><localParameter id="q" value="0.5"/></listOfLocalParameters>
        </kineticLaw></reaction></listOfReactions>
        <listOfEvents><event useValuesFromTriggerTime="true"><trigger initialValue="false" persistent="false"><math xmlns="http://www.w3.org/1998/Math/MathML"><apply><gt/>
        <csymbol definitionURL="http://www.sbml.org/sbml/symbols/time">t</csymbol>
        <cn>1</cn>
        </apply></math></trigger>
        <delay><math xmlns="http://www.w3.org/1998/Math/MathML"><ci>k</ci></math></delay>
        <priority><math xmlns="http://www.w3.org/1998/Math/MathML"><ci>A</ci></math></priority>
        <listOfEventAssignments><eventAssignment variable="A"><math xmlns="http://www.w3.org/1998/Math/MathML"><ci>n</ci></math></eventAssignment></listOfEventAssignments></event></listOfEvents>
        </model></sbml>
        """.Split('\n');

    private static readonly string[] Names = ["A", "B", "V", "k", "y", "z", "n", "r", "f", "q", "m", "0", "-1", "NaN", "true", "plus", "minus", "times", "lt", ""];

    [Fact]
    public void The_document_itself_compiles() => Assert.True(Compiles(string.Join('\n', Lines)));

    [Fact]
    public void Lines_in_another_order_or_number_break_nothing() =>
        Gen.Select(Gen.Int[0, Lines.Length - 1], Gen.Int[0, Lines.Length - 1], Gen.Int[0, 2]).Array[1, 4].Sample(changes =>
        {
            List<string> lines = [.. Lines];
            foreach (var (from, to, kind) in changes)
            {
                string line = lines[Math.Min(from, lines.Count - 1)];
                if (kind != 1)
                {
                    lines.Remove(line);
                }

                if (kind != 0)
                {
                    lines.Insert(Math.Min(to, lines.Count), line);
                }
            }

            Compiles(string.Join('\n', lines));
        }, iter: 2000);

    [Fact]
    public void Other_names_and_values_break_nothing() =>
        Gen.Select(Gen.Int[0, 400], Gen.Int[0, Names.Length - 1]).Array[1, 4].Sample(changes =>
        {
            string text = string.Join('\n', Lines);
            foreach (var (number, name) in changes)
            {
                // The word between two quotes, brackets or slashes at about that place.
                int start = text.IndexOfAny(['"', '>', '<'], number * text.Length / 401) + 1;
                int end = start > 0 ? text.IndexOfAny(['"', '<', '/', ' '], start) : -1;
                text = end > start ? text[..start] + Names[name] + text[end..] : text;
            }

            Compiles(text);
        }, iter: 2000);

    private static bool Compiles(string text)
    {
        var read = SbmlReader.Read(text, "m.xml");
        return read.Succeeded && CompiledModel.Compile(new CompileRequest { Model = read.Value }).Succeeded;
    }
}
