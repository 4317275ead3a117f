using DigiOne.Outreach.Configuration;
using DigiOne.Outreach.Identity;
using DigiOne.Outreach.Storage;
using DigiOne.Outreach.Web;

var builder = WebApplication.CreateBuilder(args);
builder.Services.Configure<OrganisationOptions>(o => { o.Name = "DigiOne"; o.PublicBaseUrl = new Uri("http://localhost:5080"); });
builder.Services.AddStorage().AddIdentity().AddWeb();
var app = builder.Build();
app.UseWeb().MapWeb();
app.Run();
